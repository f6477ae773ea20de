import { X509Certificate } from 'node:crypto';
import { readStatus } from './certificate-status.js';
import type { Evidence } from './evidence.js';
import { readRevocationList } from './revocation-list.js';

/** Certificates, DER: each vouches for the one before it. */
export interface Chain {
  readonly certificates: readonly Buffer[];
  /** The last one vouches for itself. */
  readonly complete: boolean;
  /** One of them did not hold at the time. */
  readonly expired: boolean;
}

const LONGEST = 10;

/** From a certificate to its root, by those that are at hand. */
export function chainOf(certificate: Buffer, all: readonly Buffer[], at: Date): Chain {
  const certificates = [certificate];
  for (;;) {
    const last = new X509Certificate(certificates.at(-1)!);
    const own = last.checkIssued(last) && last.verify(last.publicKey);
    const issuer = own ? undefined : all.find((one) => vouches(new X509Certificate(one), last));
    if (!issuer || certificates.length === LONGEST) {
      const expired = certificates.some((one) => !holdsAt(new X509Certificate(one), at));
      return { certificates, complete: own, expired };
    }
    certificates.push(issuer);
  }
}

function vouches(issuer: X509Certificate, held: X509Certificate): boolean {
  return issuer.ca && held.checkIssued(issuer) && held.verify(issuer.publicKey);
}

function holdsAt({ validFrom, validTo }: X509Certificate, at: Date): boolean {
  return new Date(validFrom) <= at && at <= new Date(validTo);
}

/** Whether the file says of every certificate but the root that it had not been taken back at the time. */
export function evidenceHolds(
  { certificates, complete }: Chain,
  { answers, lists }: Evidence,
  at: Date,
): 'good' | 'revoked' | 'none' {
  let all = complete;
  for (const [index, certificate] of certificates.entries()) {
    const issuer = certificates[index + 1];
    if (!issuer) break;
    const { serialNumber } = new X509Certificate(certificate);
    const told = answers.map((one) => readStatus(one, certificate, issuer)).filter((one) => one !== undefined);
    const listed = lists.map((one) => readRevocationList(one, issuer)).filter((one) => one !== undefined);
    const revocations = [
      ...told.flatMap(({ revokedAt }) => revokedAt ?? []),
      ...listed.flatMap(({ revoked }) =>
        revoked.filter((one) => one.serialNumber === serialNumber).map((one) => one.at),
      ),
    ];
    if (revocations.some((one) => one <= at)) return 'revoked';
    all &&= told.length + listed.length > 0;
  }
  return all ? 'good' : 'none';
}
