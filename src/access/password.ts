import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the parameters OWASP recommends (19 MiB, 2 passes, 1 lane); they are part of the stored string. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

export function verifyPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, password);
}

/**
 * Takes as long as checking a password does. Used when no account has that address, so that the answer's delay
 * does not tell who has an account.
 */
export async function spendTheTimeOfAPassword(password: string): Promise<void> {
  await hashPassword(password);
}
