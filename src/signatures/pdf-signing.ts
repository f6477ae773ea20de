import { createHash, createVerify, X509Certificate } from 'node:crypto';
import { attributesToSign, certificatesIn, signedData } from './cms.js';
import { collectEvidence } from './evidence.js';
import {
  addEvidence,
  embedSignature,
  embedTimeStamp,
  preparePdf,
  prepareTimeStamp,
  type SignatureToMake,
} from './prepare-pdf.js';
import { type Answer, NoSignature, type SignatureOrder, type SignatureProvider } from './signature-provider.js';

/** A document on its way to a signature: kept until the provider has answered, so that every try signs the same bytes. */
export interface Prepared {
  /** The file with room for its signature. */
  readonly content: Buffer;
  readonly digest: Buffer;
}

export type Signed = Exclude<Answer, { signature: Buffer }> | { readonly content: Buffer };

/** First half: the file with room for the signature. Asks nobody. */
export function prepare(original: Buffer, wanted: SignatureToMake): Promise<Prepared> {
  return preparePdf(original, wanted);
}

/** What is signed, and with what. */
export interface Order extends Omit<SignatureOrder, 'attributes'> {
  /** Nobody signs the document after this one. */
  readonly last?: boolean;
}

/**
 * Second half: has the provider sign, and puts what it says into the file (PAdES, ETSI EN 319 142-1). What does not verify is
 * not put anywhere. The level: B-B; B-T with an authority for time; B-LT where somebody also says that every certificate
 * holds; B-LTA for the last signature, which seals that evidence with the time.
 */
export async function sign(
  provider: SignatureProvider,
  { content, digest }: Prepared,
  { last = false, ...order }: Order,
  reference?: string,
): Promise<Signed> {
  const { chain } = order.credential;
  const [certificate] = chain;
  if (!certificate) throw new NoSignature('The credential has no certificate.');
  const attributes = attributesToSign({ digest, certificate });
  const answer = await provider.sign({ ...order, attributes }, reference);
  if (!('signature' in answer)) return answer;
  const { signature } = answer;
  const { publicKey } = new X509Certificate(certificate);
  if (!createVerify('sha256').update(attributes).verify(publicKey, signature))
    throw new Error('The signature of the provider does not belong to its certificate and the document.');
  const timeStamp = await provider.timeStamp(createHash('sha256').update(signature).digest());
  const cms = signedData({ attributes, signature, chain, ...(timeStamp && { timeStamp }) });
  const signed = embedSignature(content, cms);
  if (!timeStamp) return { content: signed };
  return {
    content: await lengthen(provider, signed, { certificates: [...chain, ...certificatesIn(timeStamp)], last }),
  };
}

/** So that it can be verified when its certificates have ended and nobody answers for them any more. */
async function lengthen(
  provider: SignatureProvider,
  signed: Buffer,
  { certificates, last }: { readonly certificates: readonly Buffer[]; readonly last: boolean },
): Promise<Buffer> {
  const evidence = await collectEvidence(certificates, provider.status);
  if (!evidence) return signed;
  if (!last) return addEvidence(signed, evidence);
  const { content, digest } = await prepareTimeStamp(signed, evidence);
  const token = await provider.timeStamp(digest);
  return token ? embedTimeStamp(content, token) : addEvidence(signed, evidence);
}
