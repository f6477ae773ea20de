import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';

/**
 * What is derived from the town's secret: keyed hashes (a code is stored so and compared so) and sealed values.
 * Each purpose has a key of its own, so that a value made for one can never pass for another.
 */
@Injectable()
export class Secrets {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly config: Config) {}

  /** HMAC-SHA256 of a value under the key of this purpose. */
  hash(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.key(purpose)).update(value, 'utf8').digest();
  }

  /** AES-256-GCM: nonce, tag, ciphertext. */
  seal(purpose: string, value: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), nonce);
    const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }

  unseal(purpose: string, sealed: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', this.key(purpose), sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  }

  private key(purpose: string): Buffer {
    let key = this.keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.config.secret, 'beffroi', purpose, 32));
      this.keys.set(purpose, key);
    }
    return key;
  }
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameSecret(one: Buffer | string, other: Buffer | string): boolean {
  const a = Buffer.from(one as string);
  const b = Buffer.from(other as string);
  return a.length === b.length && timingSafeEqual(a, b);
}
