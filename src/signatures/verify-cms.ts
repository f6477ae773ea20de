import { createHash, verify, X509Certificate } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { digestOf } from './algorithms.js';
import { bytes, parse } from './cms.js';

const OID = {
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
} as const;
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

export interface ReadCms {
  /** Of who signed, DER. */
  readonly certificate: Buffer;
  /** All that came with it, DER. */
  readonly certificates: readonly Buffer[];
  /** What was signed with the key of that certificate; undefined: it was not, or by a way that is not accepted. */
  readonly holds: boolean;
  /** The digest of the content that was signed, and how it was made. */
  readonly digest: { readonly algorithm: string; readonly value: Buffer };
  readonly signature: Buffer;
  /** A time-stamp about the signature, DER. */
  readonly timeStamp?: Buffer;
  /** Signed along. */
  readonly content?: Buffer;
}

/** Reads a CMS SignedData with one signer and checks its signature; not its chain. Throws when it is none. */
export function readCms(encoded: Buffer): ReadCms {
  const info = pki.ContentInfo.fromBER(bytes(encoded));
  const data = new pki.SignedData({ schema: info.content as asn1.Sequence });
  const [signer, ...others] = data.signerInfos;
  if (!signer?.signedAttrs || others.length > 0) throw new Error('That has not one signer with signed attributes.');
  const all = (data.certificates ?? []).filter((one) => one instanceof pki.Certificate);
  const own = all.find(
    (one) =>
      signer.sid instanceof pki.IssuerAndSerialNumber &&
      one.serialNumber.isEqual(signer.sid.serialNumber) &&
      one.issuer.isEqual(signer.sid.issuer),
  );
  if (!own) throw new Error('The certificate of who signed is not in the signature.');
  const certificate = encodedOf(own);
  const said = digestOf(signer.digestAlgorithm.algorithmId);
  const algorithm = digestOf(signer.signatureAlgorithm.algorithmId, signer.digestAlgorithm.algorithmId);
  const attributes = Buffer.from(signer.signedAttrs.encodedValue);
  const signature = Buffer.from(signer.signature.valueBlock.valueHexView);
  const { publicKey } = new X509Certificate(certificate);
  const value = octets(attributeOf(signer.signedAttrs, OID.messageDigest));
  const inside = data.encapContentInfo.eContent;
  const enclosed = inside && Buffer.from(inside.getValue());
  const token = attributeOf(signer.unsignedAttrs, OID.timeStampToken);
  return {
    certificate,
    certificates: all.map(encodedOf),
    holds:
      said !== undefined &&
      algorithm !== undefined &&
      value !== undefined &&
      namesCertificate(signer.signedAttrs, certificate) &&
      (!enclosed || createHash(said).update(enclosed).digest().equals(value)) &&
      verify(algorithm, attributes, publicKey, signature),
    digest: { algorithm: said ?? '', value: value ?? Buffer.alloc(0) },
    signature,
    ...(token && { timeStamp: Buffer.from(token.toBER()) }),
    ...(enclosed && { content: enclosed }),
  };
}

export interface ReadTime {
  readonly at: Date;
  /** Of the authority, DER. */
  readonly certificate: Buffer;
  readonly certificates: readonly Buffer[];
  /** It is about these bytes, and the authority may say what time it is. */
  readonly holds: boolean;
}

/** Reads a time-stamp token (RFC 3161) about these bytes. Throws when it is none. */
export function readTimeStamp(token: Buffer, about: Buffer): ReadTime {
  const { certificate, certificates, holds, content } = readCms(token);
  if (!content) throw new Error('That is no time-stamp.');
  const { messageImprint, genTime } = pki.TSTInfo.fromBER(bytes(content));
  const digest = digestOf(messageImprint.hashAlgorithm.algorithmId);
  const imprint = Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView);
  const may = (new X509Certificate(certificate).keyUsage ?? []).includes(TIME_STAMPING);
  const same = digest !== undefined && createHash(digest).update(about).digest().equals(imprint);
  return { at: genTime, certificate, certificates, holds: holds && may && same };
}

function attributeOf(set: pki.SignedAndUnsignedAttributes | undefined, type: string): asn1.AsnType | undefined {
  return set?.attributes.find((one) => one.type === type)?.values[0] as asn1.AsnType | undefined;
}

function octets(value: asn1.AsnType | undefined): Buffer | undefined {
  return value instanceof asn1.OctetString ? Buffer.from(value.getValue()) : undefined;
}

/** Where the signature says with which certificate it was made (RFC 5035), it is this one. */
function namesCertificate(attributes: pki.SignedAndUnsignedAttributes, certificate: Buffer): boolean {
  const value = attributeOf(attributes, OID.signingCertificateV2);
  if (!value) return true;
  const hash = createHash('sha256').update(certificate).digest('hex');
  return Buffer.from(parse(Buffer.from(value.toBER())).toBER())
    .toString('hex')
    .includes(`0420${hash}`);
}

function encodedOf(certificate: pki.Certificate): Buffer {
  return Buffer.from(certificate.toSchema(false).toBER());
}
