import { X509Certificate } from 'node:crypto';
import { readStatus, statusRequest } from './certificate-status.js';
import { readRevocationList } from './revocation-list.js';
import { NoSignature, type StatusSource } from './signature-provider.js';

/** What is needed to verify signatures when nobody can be asked any more; DER. */
export interface Evidence {
  readonly certificates: readonly Buffer[];
  /** Answers about single certificates (OCSP). */
  readonly answers: readonly Buffer[];
  /** Lists of certificates that were taken back (CRL). */
  readonly lists: readonly Buffer[];
}

/**
 * Asks about every certificate but the roots, single answers before lists. Undefined when nobody says anything about one of
 * them: then the signature stays without. Throws `NoSignature` when one was taken back.
 */
export async function collectEvidence(
  certificates: readonly Buffer[],
  source: StatusSource,
): Promise<Evidence | undefined> {
  const known = distinct(certificates);
  const answers: Buffer[] = [];
  const lists: Buffer[] = [];
  for (const certificate of known) {
    const own = new X509Certificate(certificate);
    if (own.checkIssued(own)) continue;
    const issuer = known.find((one) => own.checkIssued(new X509Certificate(one)));
    if (!issuer) return undefined;
    const answer = await answerAbout(own, certificate, issuer, source);
    const list = answer ? undefined : await listAbout(own, issuer, source);
    if (answer) answers.push(answer);
    else if (list) lists.push(list);
    else return undefined;
  }
  return { certificates: known, answers, lists: distinct(lists) };
}

async function answerAbout(
  own: X509Certificate,
  certificate: Buffer,
  issuer: Buffer,
  source: StatusSource,
): Promise<Buffer | undefined> {
  for (const address of addressesIn(own.infoAccess, /OCSP - URI:(\S+)/g)) {
    const answer = await orNothing(source.ask(address, statusRequest(certificate, issuer)));
    const status = answer && readStatus(answer, certificate, issuer);
    if (status?.revokedAt) throw new NoSignature(`The certificate of ${own.subject} was revoked.`);
    if (status) return answer;
  }
  return undefined;
}

async function listAbout(own: X509Certificate, issuer: Buffer, source: StatusSource): Promise<Buffer | undefined> {
  for (const address of listAddresses(own)) {
    const list = await orNothing(source.list(address));
    const read = list && readRevocationList(list, issuer);
    if (read?.revoked.some(({ serialNumber }) => serialNumber === own.serialNumber))
      throw new NoSignature(`The certificate of ${own.subject} was revoked.`);
    if (read) return list;
  }
  return undefined;
}

/** Node says nothing of distribution points: the addresses are text in the certificate. */
function listAddresses({ raw }: X509Certificate): string[] {
  return [...raw.toString('latin1').matchAll(/https?:\/\/[!-~]+?\.crl/g)].map(([address]) => address);
}

function addressesIn(text: string | undefined, pattern: RegExp): string[] {
  return [...(text ?? '').matchAll(pattern)].map(([, address]) => address!);
}

async function orNothing(answer: Promise<Buffer>): Promise<Buffer | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}

export function distinct(all: readonly Buffer[]): Buffer[] {
  return [...new Map(all.map((one) => [one.toString('base64'), one])).values()];
}
