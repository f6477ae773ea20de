import { verify, X509Certificate } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { digestOf } from './algorithms.js';
import { type KeyWithCertificate, sha256WithRsa, signWithKey } from './certificates.js';
import { bytes } from './cms.js';

const LIST_NUMBER = '2.5.29.20';

/** A certificate that was taken back, and when. */
export interface Revoked {
  /** In hexadecimal, upper case. */
  readonly serialNumber: string;
  readonly at: Date;
}

export interface ListToMake {
  readonly revoked: readonly Revoked[];
  readonly at: Date;
  /** When the next one comes at the latest. */
  readonly until: Date;
}

/** A list of certificates that were taken back (CRL, RFC 5280, section 5), DER. */
export function makeRevocationList({ revoked, at, until }: ListToMake, authority: KeyWithCertificate): Buffer {
  const issuer = pki.Certificate.fromBER(bytes(authority.certificate));
  const list = new pki.CertificateRevocationList({ version: 1 });
  list.issuer = issuer.subject;
  list.thisUpdate = new pki.Time({ type: 0, value: at });
  list.nextUpdate = new pki.Time({ type: 0, value: until });
  if (revoked.length > 0)
    list.revokedCertificates = revoked.map(
      (one) =>
        new pki.RevokedCertificate({
          userCertificate: new asn1.Integer({ valueHex: bytes(Buffer.from(one.serialNumber, 'hex')) }),
          revocationDate: new pki.Time({ type: 0, value: one.at }),
        }),
    );
  // the number only has to grow: seconds do
  const number = new asn1.Integer({ value: Math.floor(at.getTime() / 1_000) });
  list.crlExtensions = new pki.Extensions({
    extensions: [new pki.Extension({ extnID: LIST_NUMBER, critical: false, extnValue: number.toBER() })],
  });
  list.signature = sha256WithRsa();
  list.signatureAlgorithm = list.signature;
  const body = Buffer.from((list as unknown as { encodeTBS(): asn1.Sequence }).encodeTBS().toBER());
  list.tbsView = new Uint8Array(body);
  list.signatureValue = new asn1.BitString({ valueHex: bytes(signWithKey(authority.privateKey, body)) });
  return Buffer.from((list.toSchema() as asn1.Sequence).toBER());
}

export interface RevocationList {
  readonly at: Date;
  readonly until?: Date;
  readonly revoked: readonly Revoked[];
}

/** Undefined when it is not a list that this issuer signed. */
export function readRevocationList(encoded: Buffer, issuer: Buffer): RevocationList | undefined {
  const list = pki.CertificateRevocationList.fromBER(bytes(encoded));
  const by = new X509Certificate(issuer);
  const digest = digestOf(list.signatureAlgorithm.algorithmId);
  const signature = Buffer.from(list.signatureValue.valueBlock.valueHexView);
  if (!digest || !list.issuer.isEqual(pki.Certificate.fromBER(bytes(issuer)).subject)) return undefined;
  if (!verify(digest, Buffer.from(list.tbsView), by.publicKey, signature)) return undefined;
  return {
    at: list.thisUpdate.value,
    ...(list.nextUpdate && { until: list.nextUpdate.value }),
    revoked: (list.revokedCertificates ?? []).map(({ userCertificate, revocationDate }) => ({
      serialNumber: serialOf(userCertificate),
      at: revocationDate.value,
    })),
  };
}

/** As Node writes serial numbers: hexadecimal, upper case, without leading zeros. */
export function serialOf(number: asn1.Integer): string {
  const hex = Buffer.from(number.valueBlock.valueHexView).toString('hex').toUpperCase();
  return hex.replace(/^(00)+(?=..)/, '');
}
