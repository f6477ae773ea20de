import { createHash, verify, X509Certificate } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { digestOf } from './algorithms.js';
import { type KeyWithCertificate, sha256WithRsa, signWithKey } from './certificates.js';
import { bytes, parse } from './cms.js';
import { serialOf } from './revocation-list.js';

const BASIC_ANSWER = '1.3.6.1.5.5.7.48.1.1';
const ANSWERS_FOR_OTHERS = '1.3.6.1.5.5.7.3.9';
const SHA1 = '1.3.14.3.2.26';
const SUCCESSFUL = 0;
const MALFORMED = 1;
const GOOD = 0;
const REVOKED = 1;
const UNKNOWN = 2;

/** What an authority says of a certificate of its own; `undefined`: it knows none. */
export type Known = 'good' | { readonly revokedAt: Date } | undefined;

/** Asks for the status of one certificate (OCSP, RFC 6960), DER. Hashes are SHA-1, which is all that some answer to (RFC 5019). */
export function statusRequest(certificate: Buffer, issuer: Buffer): Buffer {
  const { serialNumber } = pki.Certificate.fromBER(bytes(certificate));
  const id = new pki.CertID({ ...issuerHashes(issuer, 'sha1'), serialNumber });
  id.hashAlgorithm = new pki.AlgorithmIdentifier({ algorithmId: SHA1, algorithmParams: new asn1.Null() });
  // OCSPRequest, TBSRequest, requestList, Request
  return Buffer.from(sequence(sequence(sequence(sequence(id.toSchema())))).toBER());
}

/** The authority's answer, DER. `known` is asked with serial numbers in hexadecimal, upper case. */
export async function statusAnswer(
  request: Buffer,
  authority: KeyWithCertificate,
  { at, until, known }: { at: Date; until: Date; known: (serialNumber: string) => Promise<Known> },
): Promise<Buffer> {
  const ids = idsIn(request);
  if (!ids) return Buffer.from(sequence(new asn1.Enumerated({ value: MALFORMED })).toBER());
  const responses = await Promise.all(
    ids.map(async (certID) => {
      const ours = isOf(certID, authority.certificate);
      const status = statusOf(ours ? await known(serialOf(certID.serialNumber)) : undefined);
      return new pki.SingleResponse({ certID, certStatus: status, thisUpdate: whole(at), nextUpdate: whole(until) });
    }),
  );
  const data = new pki.ResponseData();
  data.responderID = pki.Certificate.fromBER(bytes(authority.certificate)).subject;
  data.producedAt = whole(at);
  data.responses = responses;
  const body = Buffer.from((data.toSchema as (encode: boolean) => asn1.Sequence).call(data, true).toBER());
  data.tbsView = new Uint8Array(body);
  const signature = new asn1.BitString({ valueHex: bytes(signWithKey(authority.privateKey, body)) });
  const basic = new pki.BasicOCSPResponse({
    tbsResponseData: data,
    signatureAlgorithm: sha256WithRsa(),
    signature,
  });
  const responseBytes = new pki.ResponseBytes({
    responseType: BASIC_ANSWER,
    response: new asn1.OctetString({ valueHex: basic.toSchema().toBER() }),
  });
  const status = new asn1.Enumerated({ value: SUCCESSFUL });
  return Buffer.from(new pki.OCSPResponse({ responseStatus: status, responseBytes }).toSchema().toBER());
}

export interface CertificateStatus {
  readonly at: Date;
  readonly revokedAt?: Date;
}

/** What an answer says of this certificate. Undefined when it says nothing, or nobody who may say it signed it. */
export function readStatus(answer: Buffer, certificate: Buffer, issuer: Buffer): CertificateStatus | undefined {
  const basic = basicAnswer(answer);
  if (!basic || !signedByRight(basic, issuer)) return undefined;
  const { serialNumber } = new X509Certificate(certificate);
  for (const { certID, certStatus, thisUpdate } of basic.tbsResponseData.responses) {
    if (!isOf(certID, issuer) || serialOf(certID.serialNumber) !== serialNumber.replace(/^(00)+(?=..)/, '')) continue;
    const { idBlock, valueBlock } = certStatus as asn1.Constructed;
    if (idBlock.tagNumber === GOOD) return { at: thisUpdate };
    if (idBlock.tagNumber === REVOKED)
      return { at: thisUpdate, revokedAt: (valueBlock.value[0] as asn1.GeneralizedTime).toDate() };
  }
  return undefined;
}

function basicAnswer(answer: Buffer): pki.BasicOCSPResponse | undefined {
  const { responseStatus, responseBytes } = pki.OCSPResponse.fromBER(bytes(answer));
  if (responseStatus.valueBlock.valueDec !== SUCCESSFUL || responseBytes?.responseType !== BASIC_ANSWER)
    return undefined;
  return pki.BasicOCSPResponse.fromBER(bytes(Buffer.from(responseBytes.response.valueBlock.valueHexView)));
}

/** The issuer itself, or whom it let answer for it (RFC 6960, 4.2.2.2). */
function signedByRight(basic: pki.BasicOCSPResponse, issuer: Buffer): boolean {
  const digest = digestOf(basic.signatureAlgorithm.algorithmId);
  const authority = new X509Certificate(issuer);
  const others = (basic.certs ?? [])
    .map((one) => new X509Certificate(Buffer.from(one.toSchema(false).toBER())))
    .filter((one) => one.verify(authority.publicKey) && (one.keyUsage ?? []).includes(ANSWERS_FOR_OTHERS));
  const body = Buffer.from(basic.tbsResponseData.tbsView);
  const signature = Buffer.from(basic.signature.valueBlock.valueHexView);
  return digest !== undefined && [authority, ...others].some((one) => verify(digest, body, one.publicKey, signature));
}

function idsIn(request: Buffer): pki.CertID[] | undefined {
  try {
    const { tbsRequest } = pki.OCSPRequest.fromBER(bytes(request));
    return tbsRequest.requestList.map(({ reqCert }) => reqCert);
  } catch {
    return undefined;
  }
}

function isOf({ hashAlgorithm, issuerNameHash, issuerKeyHash }: pki.CertID, issuer: Buffer): boolean {
  const digest = hashAlgorithm.algorithmId === SHA1 ? 'sha1' : digestOf(hashAlgorithm.algorithmId);
  if (!digest) return false;
  const own = issuerHashes(issuer, digest);
  return issuerNameHash.isEqual(own.issuerNameHash) && issuerKeyHash.isEqual(own.issuerKeyHash);
}

function issuerHashes(issuer: Buffer, digest: string) {
  const { subject, subjectPublicKeyInfo } = pki.Certificate.fromBER(bytes(issuer));
  const hash = (of: ArrayBuffer | Uint8Array): asn1.OctetString =>
    new asn1.OctetString({ valueHex: bytes(createHash(digest).update(new Uint8Array(of)).digest()) });
  return {
    issuerNameHash: hash(subject.toSchema().toBER()),
    issuerKeyHash: hash(subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView),
  };
}

function statusOf(known: Known): asn1.AsnType {
  if (known === 'good') return new asn1.Primitive({ idBlock: { tagClass: 3, tagNumber: GOOD } });
  if (!known) return new asn1.Primitive({ idBlock: { tagClass: 3, tagNumber: UNKNOWN } });
  const value = [new asn1.GeneralizedTime({ valueDate: whole(known.revokedAt) })];
  return new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: REVOKED }, value });
}

function sequence(...value: asn1.AsnType[]): asn1.Sequence {
  return new asn1.Sequence({ value: value.map((one) => parse(Buffer.from(one.toBER()))) });
}

/** Without parts of a second, as DER wants times here (RFC 5280, 4.1.2.5.2). */
function whole(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1_000) * 1_000);
}
