import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** What a printed copy says of itself, so that it can be checked where nothing can be asked. */
export interface CopyFacts {
  /** The verification code: the same copy asks online with it. */
  readonly code: string;
  readonly number: string;
  readonly title: string;
  /** Days, `2026-11-23`. */
  readonly issuedOn: string;
  readonly expiresOn?: string;
  /** Of whom it is about; empty when it is about nobody. */
  readonly initials: string;
  readonly birthYear?: string;
}

/** A public key as it is published (JWK, RFC 8037). */
export interface CopyKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly kid: string;
}

/** `unreadable`: no sealed copy; `unknown-key`: sealed by somebody whose key is not there; `forged`: changed since. */
export type ReadCopy = { readonly facts: CopyFacts } | { readonly problem: 'unreadable' | 'unknown-key' | 'forged' };

/** Short, because every letter makes the code larger that a camera has to read. */
const NAMES = {
  code: 'c',
  number: 'n',
  title: 't',
  issuedOn: 'd',
  expiresOn: 'e',
  initials: 'i',
  birthYear: 'y',
} as const satisfies Record<keyof CopyFacts, string>;

/** What DER says before the 32 bytes of an Ed25519 key (RFC 8410, section 7). */
const BEFORE_KEY = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key from 32 random bytes. */
export function copyKeyFrom(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([BEFORE_KEY, seed]), format: 'der', type: 'pkcs8' });
}

export function publishedKey(privateKey: KeyObject): CopyKey {
  const { kty = '', crv = '', x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { kty, crv, x, kid: createHash('sha256').update(x).digest('hex').slice(0, 8) };
}

/** The facts, signed: a JWS in compact form (RFC 7515) with Ed25519. */
export function sealCopy(facts: CopyFacts, privateKey: KeyObject): string {
  const { kid } = publishedKey(privateKey);
  const said = Object.entries(NAMES).flatMap(([name, short]) => {
    const value = facts[name as keyof CopyFacts];
    return value ? [[short, value] as const] : [];
  });
  const text = [{ alg: 'EdDSA', kid }, Object.fromEntries(said)].map((one) => encode(JSON.stringify(one))).join('.');
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

/** Takes what the QR code says, or only the part behind its `#`. */
export function readCopy(scanned: string, keys: readonly CopyKey[]): ReadCopy {
  const token = scanned.trim().split('#').at(-1)!;
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const header = parse(head);
  const said = parse(body);
  if (!header || !said || !signature || more.length > 0 || header['alg'] !== 'EdDSA') return { problem: 'unreadable' };
  const key = keys.find(({ kid, kty, crv }) => kid === header['kid'] && kty === 'OKP' && crv === 'Ed25519');
  if (!key) return { problem: 'unknown-key' };
  const { kty, crv, x } = key;
  const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
  const holds = verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'));
  if (!holds) return { problem: 'forged' };
  const facts = Object.entries(NAMES).flatMap(([name, short]) => (said[short] ? [[name, said[short]]] : []));
  return { facts: { initials: '', ...Object.fromEntries(facts) } as unknown as CopyFacts };
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function parse(part: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return value !== null && typeof value === 'object' ? (value as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}
