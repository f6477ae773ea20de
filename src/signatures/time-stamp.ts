import { createHash, randomBytes } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { type KeyWithCertificate, signWithKey } from './certificates.js';
import { attributesToSign, bytes, parse, signedData } from './cms.js';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const SHA256 = '2.16.840.1.101.3.4.2.1';
const SHA256_BYTES = 32;
/** Of tests: an identifier under the arc for examples. */
const POLICY = '2.999.1';
const GRANTED = 0;
const REJECTED = 2;

export interface TimeToSay {
  readonly at: Date;
  readonly authority: KeyWithCertificate;
  /** Who vouches for the authority, DER. */
  readonly chain: readonly Buffer[];
  /** Of who asks: the answer repeats it. */
  readonly nonce?: asn1.Integer;
}

/** A time-stamp token (RFC 3161): whatever has this digest (SHA-256) existed at that time. */
export function timeStamp(imprint: Buffer, { at, authority, chain, nonce }: TimeToSay): Buffer {
  const info = new pki.TSTInfo({
    version: 1,
    policy: POLICY,
    messageImprint: new pki.MessageImprint({
      hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new asn1.Null() }),
      hashedMessage: new asn1.OctetString({ valueHex: bytes(imprint) }),
    }),
    serialNumber: new asn1.Integer({ valueHex: bytes(Buffer.concat([Buffer.from([0x40]), randomBytes(11)])) }),
    genTime: at,
    accuracy: new pki.Accuracy({ seconds: 1 }),
    ...(nonce && { nonce }),
  });
  const content = Buffer.from(info.toSchema().toBER());
  const digest = createHash('sha256').update(content).digest();
  const attributes = attributesToSign({ digest, certificate: authority.certificate, contentType: TST_INFO });
  return signedData({
    attributes,
    signature: signWithKey(authority.privateKey, attributes),
    chain: [authority.certificate, ...chain],
    content: { type: TST_INFO, bytes: content },
  });
}

/** Answers a request (TimeStampReq, DER): a token, or that it is not one that can be answered. SHA-256 alone is. */
export function timeStampAnswer(request: Buffer, time: TimeToSay): Buffer {
  const wanted = imprintIn(request);
  const answer = (status: number, ...token: asn1.AsnType[]): Buffer => {
    const said = new asn1.Sequence({ value: [new asn1.Integer({ value: status })] });
    return Buffer.from(new asn1.Sequence({ value: [said, ...token] }).toBER());
  };
  if (!wanted) return answer(REJECTED);
  const { imprint, nonce } = wanted;
  return answer(GRANTED, parse(timeStamp(imprint, { ...time, ...(nonce && { nonce }) })));
}

function imprintIn(request: Buffer): { imprint: Buffer; nonce?: asn1.Integer } | undefined {
  try {
    const { messageImprint, nonce } = pki.TimeStampReq.fromBER(bytes(request));
    const imprint = Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView);
    if (messageImprint.hashAlgorithm.algorithmId !== SHA256 || imprint.length !== SHA256_BYTES) return undefined;
    return { imprint, ...(nonce && { nonce }) };
  } catch {
    return undefined;
  }
}
