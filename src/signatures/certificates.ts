import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateEncrypt,
  randomBytes,
  sign,
} from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { bytes } from './cms.js';

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const NAME = { C: '2.5.4.6', O: '2.5.4.10', CN: '2.5.4.3' } as const;
const EXTENSION = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  listsAt: '2.5.29.31',
  askedAt: '1.3.6.1.5.5.7.1.1',
} as const;
const STATUS_PROTOCOL = '1.3.6.1.5.5.7.48.1';
/** GeneralName: an address on the web. */
const ADDRESS = 6;
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Bits of a key usage, first bit of the first byte first. */
const USAGE = { sign: 0b1100_0000, certify: 0b0000_0110, stamp: 0b1100_0000 } as const;
const YEARS = 5;

/** What a certificate is for. */
export type Purpose = 'authority' | 'signature' | 'time-stamp';

export interface KeyWithCertificate {
  /** PKCS#8, DER. */
  readonly privateKey: Buffer;
  /** X.509, DER. */
  readonly certificate: Buffer;
}

export interface CertificateToMake {
  readonly commonName: string;
  readonly organisation: string;
  readonly purpose: Purpose;
  readonly now: Date;
  /** None: it vouches for itself. */
  readonly issuer?: KeyWithCertificate;
  /** Where anybody learns whether it still holds. */
  readonly status?: StatusAddresses;
}

/** The list of what was taken back (CRL), and where one certificate is asked about (OCSP). */
export interface StatusAddresses {
  readonly list: string;
  readonly ask: string;
}

/** A new key (RSA, 2048 bits) and its certificate (X.509 version 3, SHA-256). */
export function makeCertificate({
  commonName,
  organisation,
  purpose,
  now,
  issuer,
  status,
}: CertificateToMake): KeyWithCertificate {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKey = key.export({ type: 'pkcs8', format: 'der' });
  const certificate = new pki.Certificate({ version: 2 });
  certificate.serialNumber = new asn1.Integer({ valueHex: bytes(positive(randomBytes(16))) });
  certificate.subject = nameOf({ C: 'BE', O: organisation, CN: commonName });
  const by = issuer && pki.Certificate.fromBER(bytes(issuer.certificate));
  certificate.issuer = by?.subject ?? certificate.subject;
  // a little before now: clocks differ
  certificate.notBefore = new pki.Time({ type: 0, value: new Date(now.getTime() - 3_600_000) });
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + YEARS);
  certificate.notAfter = new pki.Time({ type: 0, value: end });
  certificate.subjectPublicKeyInfo = pki.PublicKeyInfo.fromBER(
    bytes(createPublicKey(key).export({ type: 'spki', format: 'der' })),
  );
  certificate.extensions = [...extensionsFor(purpose), ...(status ? extensionsAbout(status) : [])];
  certificate.signature = sha256WithRsa();
  certificate.signatureAlgorithm = certificate.signature;
  const body = Buffer.from(certificate.encodeTBS().toBER());
  certificate.tbsView = new Uint8Array(body);
  const signature = signWithKey(issuer?.privateKey ?? privateKey, body);
  certificate.signatureValue = new asn1.BitString({ valueHex: bytes(signature) });
  return { privateKey, certificate: Buffer.from(certificate.toSchema(true).toBER()) };
}

/** RSA PKCS#1 v1.5 with SHA-256. */
export function signWithKey(privateKey: Buffer, data: Buffer): Buffer {
  return sign('sha256', data, createPrivateKey({ key: privateKey, type: 'pkcs8', format: 'der' }));
}

/** The same over a digest that is there already: the prefix says that it is SHA-256 (RFC 8017, 9.2). */
export function signDigestWithKey(privateKey: Buffer, digest: Buffer): Buffer {
  const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');
  const key = createPrivateKey({ key: privateKey, type: 'pkcs8', format: 'der' });
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([prefix, digest]));
}

export function sha256WithRsa(): pki.AlgorithmIdentifier {
  return new pki.AlgorithmIdentifier({ algorithmId: SHA256_WITH_RSA, algorithmParams: new asn1.Null() });
}

/** What people compare: SHA-256 of the certificate, in hexadecimal. */
export function fingerprintOf(certificate: Buffer): string {
  return createHash('sha256').update(certificate).digest('hex');
}

/** Each part by itself, as RFC 4514 reads them. */
function nameOf(parts: Readonly<Record<keyof typeof NAME, string>>): pki.RelativeDistinguishedNames {
  const sets = (Object.entries(parts) as [keyof typeof NAME, string][]).map(([part, value]) => {
    const written = part === 'C' ? new asn1.PrintableString({ value }) : new asn1.Utf8String({ value });
    const pair = new asn1.Sequence({ value: [new asn1.ObjectIdentifier({ value: NAME[part] }), written] });
    return new asn1.Set({ value: [pair] });
  });
  return pki.RelativeDistinguishedNames.fromBER(new asn1.Sequence({ value: sets }).toBER());
}

function extension(extnID: string, critical: boolean, value: { toBER(): ArrayBuffer }): pki.Extension {
  return new pki.Extension({ extnID, critical, extnValue: value.toBER() });
}

function extensionsAbout({ list, ask }: StatusAddresses): pki.Extension[] {
  const at = (value: string): pki.GeneralName => new pki.GeneralName({ type: ADDRESS, value });
  const point = new pki.DistributionPoint({ distributionPoint: [at(list)] });
  const description = new pki.AccessDescription({ accessMethod: STATUS_PROTOCOL, accessLocation: at(ask) });
  return [
    extension(EXTENSION.listsAt, false, new pki.CRLDistributionPoints({ distributionPoints: [point] }).toSchema()),
    extension(EXTENSION.askedAt, false, new pki.InfoAccess({ accessDescriptions: [description] }).toSchema()),
  ];
}

function extensionsFor(purpose: Purpose): pki.Extension[] {
  const authority = purpose === 'authority';
  const usage = authority ? USAGE.certify : purpose === 'time-stamp' ? USAGE.stamp : USAGE.sign;
  return [
    extension(EXTENSION.basicConstraints, true, new pki.BasicConstraints({ cA: authority }).toSchema()),
    extension(
      EXTENSION.keyUsage,
      true,
      new asn1.BitString({ valueHex: new Uint8Array([usage]).buffer, unusedBits: authority ? 1 : 6 }),
    ),
    ...(purpose === 'time-stamp'
      ? [extension(EXTENSION.extendedKeyUsage, true, new pki.ExtKeyUsage({ keyPurposes: [TIME_STAMPING] }).toSchema())]
      : []),
  ];
}

function positive(number: Buffer): Buffer {
  number[0] = (number[0]! & 0x7f) | 0x40;
  return number;
}
