import { createVerify, X509Certificate } from 'node:crypto';
import { attributesToSign, signedData } from './cms.js';
import { embedSignature, preparePdf, type SignatureToMake } from './prepare-pdf.js';
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

/**
 * Second half: has the provider sign, and puts what it says into the file (PAdES, ETSI EN 319 142-1: level B-T where there is
 * an authority for time, else B-B). What does not verify is not put anywhere.
 */
export async function sign(
  provider: SignatureProvider,
  { content, digest }: Prepared,
  order: Omit<SignatureOrder, 'attributes'>,
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
  const timeStamp = await provider.timeStamp(signature);
  return {
    content: embedSignature(content, signedData({ attributes, signature, chain, ...(timeStamp && { timeStamp }) })),
  };
}
