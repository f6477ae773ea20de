import { createHash, randomBytes } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { type KeyWithCertificate, signWithKey } from './certificates.js';
import { attributesToSign, bytes, signedData } from './cms.js';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const SHA256 = '2.16.840.1.101.3.4.2.1';
/** Of tests: an identifier under the arc for examples. */
const POLICY = '2.999.1';

/** A time-stamp token (RFC 3161): whatever has this digest (SHA-256) existed at that time. */
export function timeStamp(imprint: Buffer, at: Date, authority: KeyWithCertificate, chain: readonly Buffer[]): Buffer {
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
