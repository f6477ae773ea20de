import { createHash } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
} as const;

export interface SignedAttributes {
  /** SHA-256 of the content. */
  readonly digest: Buffer;
  /** Of who signs, DER: the signature holds for this certificate alone (RFC 5035). */
  readonly certificate: Buffer;
  readonly contentType?: string;
}

/**
 * The attributes that are signed (CMS, DER of the SET OF): what is signed, and with which certificate. No signing time:
 * in PAdES the file itself says it (ETSI EN 319 142-1, 6.3).
 */
export function attributesToSign({ digest, certificate, contentType = OID.data }: SignedAttributes): Buffer {
  const hash = createHash('sha256').update(certificate).digest();
  const essCertificate = sequence(new asn1.OctetString({ valueHex: bytes(hash) }));
  const attributes = [
    attribute(OID.contentType, new asn1.ObjectIdentifier({ value: contentType })),
    attribute(OID.messageDigest, new asn1.OctetString({ valueHex: bytes(digest) })),
    attribute(OID.signingCertificateV2, sequence(sequence(essCertificate))),
  ];
  // DER: a set is in the order of its encodings
  const encoded = attributes.map((one) => Buffer.from(one.toBER())).sort((one, other) => Buffer.compare(one, other));
  return Buffer.from(new asn1.Set({ value: encoded.map(parse) }).toBER());
}

export interface SignatureParts {
  /** As they were signed. */
  readonly attributes: Buffer;
  /** RSA PKCS#1 v1.5 with SHA-256. */
  readonly signature: Buffer;
  /** Certificates, DER: who signed first, then who vouches. */
  readonly chain: readonly Buffer[];
  /** RFC 3161, about the signature. */
  readonly timeStamp?: Buffer;
  /** Signed along; absent when it is elsewhere (a PDF). */
  readonly content?: { readonly type: string; readonly bytes: Buffer };
}

/** A CMS SignedData with one signer, DER. */
export function signedData({ attributes, signature, chain, timeStamp, content }: SignatureParts): Buffer {
  const certificates = chain.map((one) => pki.Certificate.fromBER(bytes(one)));
  const [signer] = certificates;
  if (!signer) throw new Error('A signature needs the certificate of its signer.');
  const sha256 = new pki.AlgorithmIdentifier({ algorithmId: OID.sha256, algorithmParams: new asn1.Null() });
  const attributeSet = (type: 0 | 1, encoded: readonly Buffer[]): pki.SignedAndUnsignedAttributes =>
    new pki.SignedAndUnsignedAttributes({
      type,
      attributes: encoded.map((one) => new pki.Attribute({ schema: parse(one) })),
    });
  const signerInfo = new pki.SignerInfo({
    version: 1,
    sid: new pki.IssuerAndSerialNumber({ issuer: signer.issuer, serialNumber: signer.serialNumber }),
    digestAlgorithm: sha256,
    signedAttrs: attributeSet(0, membersOf(attributes)),
    signatureAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: OID.rsa, algorithmParams: new asn1.Null() }),
    signature: new asn1.OctetString({ valueHex: bytes(signature) }),
    ...(timeStamp && {
      unsignedAttrs: attributeSet(1, [Buffer.from(attribute(OID.timeStampToken, parse(timeStamp)).toBER())]),
    }),
  });
  const data = new pki.SignedData({
    version: content ? 3 : 1,
    digestAlgorithms: [sha256],
    encapContentInfo: new pki.EncapsulatedContentInfo({
      eContentType: content?.type ?? OID.data,
      ...(content && { eContent: new asn1.OctetString({ valueHex: bytes(content.bytes) }) }),
    }),
    certificates,
    signerInfos: [signerInfo],
  });
  const info = new pki.ContentInfo({ contentType: OID.signedData, content: data.toSchema(true) as asn1.Sequence });
  return Buffer.from(info.toSchema().toBER());
}

/** Those that came with a CMS SignedData, DER. */
export function certificatesIn(signed: Buffer): Buffer[] {
  const info = pki.ContentInfo.fromBER(bytes(signed));
  const { certificates = [] } = new pki.SignedData({ schema: info.content as asn1.Sequence });
  return certificates
    .filter((one) => one instanceof pki.Certificate)
    .map((one) => Buffer.from(one.toSchema(false).toBER()));
}

function attribute(type: string, value: asn1.AsnType): asn1.Sequence {
  return sequence(new asn1.ObjectIdentifier({ value: type }), new asn1.Set({ value: [value] }));
}

function sequence(...value: asn1.AsnType[]): asn1.Sequence {
  return new asn1.Sequence({ value });
}

function membersOf(set: Buffer): Buffer[] {
  return (parse(set) as asn1.Set).valueBlock.value.map((one) => Buffer.from(one.toBER()));
}

export function parse(encoded: Buffer): asn1.AsnType {
  const { result, offset } = asn1.fromBER(bytes(encoded));
  if (offset === -1) throw new Error('That is not ASN.1.');
  return result;
}

/** A buffer of its own: Node's may be a window on a larger one. */
export function bytes(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}
