/** Signature algorithms by object identifier -> what Node calls their digest. RSA PKCS#1 v1.5 and ECDSA; nothing weaker. */
const DIGESTS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** rsaEncryption: the digest is said elsewhere. */
const RSA = '1.2.840.113549.1.1.1';

/** The digest of an algorithm; `otherwise` is the digest that was said beside it. Undefined: not one that is accepted. */
export function digestOf(algorithm: string, otherwise?: string): string | undefined {
  return DIGESTS[algorithm === RSA && otherwise ? otherwise : algorithm];
}
