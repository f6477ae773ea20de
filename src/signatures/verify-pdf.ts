import { createHash, X509Certificate } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { chainOf, type Chain, evidenceHolds } from './verify-chain.js';
import { evidenceIn } from './evidence-in-pdf.js';
import { changedSince } from './later-changes.js';
import { type SignedField, signedFieldsOf } from './signed-fields.js';
import { readCms, type ReadCms, readTimeStamp, type ReadTime } from './verify-cms.js';

/** PAdES baseline levels (ETSI EN 319 142-1). */
export type PadesLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

/**
 * Why a signature is not believed. `changed`: the file is not the one that was signed; `signature`: its key did not make it;
 * `chain`: nobody vouches for its certificate; `expired`: the certificate did not hold at the time; `revoked`: it was taken
 * back before; `time-stamp`: that is not of this signature; `untrusted`: who vouches is not among those that are trusted.
 */
export type Problem = 'changed' | 'signature' | 'chain' | 'expired' | 'revoked' | 'time-stamp' | 'untrusted';

export interface VerifiedSignature {
  readonly field: string;
  readonly kind: SignedField['kind'];
  /** Common name in the certificate. */
  readonly signer: string;
  /** Who vouches in the end. */
  readonly root?: string;
  /** By an authority for time. */
  readonly at?: Date;
  /** Of a signature; a time-stamp has none. */
  readonly level?: PadesLevel;
  readonly problems: readonly Problem[];
}

export interface VerifiedPdf {
  readonly signatures: readonly VerifiedSignature[];
  /** Signatures of kinds that are not read here. */
  readonly unknown: number;
  /** Something else than signatures was added after the first one. */
  readonly changedLater: boolean;
}

/** Verifies every signature and time-stamp of a file, from the file alone. `roots`: certificates that are trusted, DER. */
export async function verifyPdf(content: Buffer, roots: readonly Buffer[], now: Date): Promise<VerifiedPdf> {
  const pdf = await PDFDocument.load(content, { updateMetadata: false });
  const { fields, unknown } = signedFieldsOf(pdf, content);
  const evidence = evidenceIn(pdf);
  const stamps = fields.filter(({ kind }) => kind === 'time-stamp');
  const seen = fields.map((field) => {
    const sealed = stamps.some((stamp) => stamp.end > field.end && timeOf(stamp)?.holds);
    return verifyField(field, { evidence, roots, now, sealed });
  });
  const [first] = fields;
  return { signatures: seen, unknown, changedLater: first !== undefined && (await changedSince(content, first.end)) };
}

interface Around {
  readonly evidence: ReturnType<typeof evidenceIn>;
  readonly roots: readonly Buffer[];
  readonly now: Date;
  /** A time-stamp over the whole file came later. */
  readonly sealed: boolean;
}

function verifyField(field: SignedField, around: Around): VerifiedSignature {
  const about = { field: field.field, kind: field.kind };
  const cms = attempt(() => readCms(field.cms));
  if (!cms) return { ...about, signer: '', problems: ['signature'] };
  const { evidence } = around;
  const own = field.kind === 'time-stamp' ? timeOf(field) : undefined;
  const stamp = own ?? (cms.timeStamp && attempt(() => readTimeStamp(cms.timeStamp!, cms.signature)));
  const at = stamp?.holds ? stamp.at : undefined;
  const chain = chainOf(cms.certificate, [...cms.certificates, ...evidence.certificates], at ?? around.now);
  const others = stamp && chainOf(stamp.certificate, [...stamp.certificates, ...evidence.certificates], stamp.at);
  const chains = [chain, ...(others ? [others] : [])];
  const found = chains.map((one) => evidenceHolds(one, evidence, at ?? around.now));
  const problems = problemsOf({ field, cms, stamp, chains, found }, around);
  const root = chain.complete ? nameOf(chain.certificates.at(-1)!) : undefined;
  const backed = found.every((one) => one === 'good');
  const level = !at ? 'B-B' : !backed ? 'B-T' : around.sealed ? 'B-LTA' : 'B-LT';
  return {
    ...about,
    signer: nameOf(cms.certificate),
    ...(root && { root }),
    ...(at && { at }),
    ...(field.kind === 'signature' && { level }),
    problems,
  };
}

interface Seen {
  readonly field: SignedField;
  readonly cms: ReadCms;
  readonly stamp: ReadTime | undefined;
  readonly chains: readonly Chain[];
  readonly found: readonly ('good' | 'revoked' | 'none')[];
}

function problemsOf({ field, cms, stamp, chains, found }: Seen, { roots }: Around): Problem[] {
  const of = (wrong: boolean, problem: Problem): Problem[] => (wrong ? [problem] : []);
  const { algorithm, value } = cms.digest;
  const same = algorithm !== '' && createHash(algorithm).update(field.covered).digest().equals(value);
  const covered = field.kind === 'time-stamp' ? (stamp?.holds ?? false) : same;
  const wanted = field.kind === 'time-stamp' || cms.timeStamp !== undefined;
  const known = (chain: Chain): boolean => roots.some((root) => chain.certificates.at(-1)?.equals(root));
  return [
    ...of(!covered || !field.gapless, 'changed'),
    ...of(!cms.holds, 'signature'),
    ...of(
      chains.some((one) => !one.complete),
      'chain',
    ),
    ...of(
      chains.some((one) => one.expired),
      'expired',
    ),
    ...of(found.includes('revoked'), 'revoked'),
    ...of(wanted && !stamp?.holds, 'time-stamp'),
    ...of(roots.length > 0 && chains.some((one) => one.complete && !known(one)), 'untrusted'),
  ];
}

function timeOf({ kind, cms, covered }: SignedField): ReadTime | undefined {
  return kind === 'time-stamp' ? attempt(() => readTimeStamp(cms, covered)) : undefined;
}

/** What cannot be read is no signature. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function nameOf(certificate: Buffer): string {
  const { subject } = new X509Certificate(certificate);
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
}
