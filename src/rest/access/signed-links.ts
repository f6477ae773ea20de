import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { sameSecret, Secrets } from '../../access/secrets.js';
import { Clock } from '../../clock.js';
import { Config } from '../../config.js';

const PURPOSE = 'rest-link';

/** Addresses that open one thing to whoever has them, for a while: they carry a signature instead of a caller. */
@Injectable()
export class SignedLinks {
  constructor(
    private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** `path` begins with `/v2`. */
  to(path: string, expires: Date): string {
    const until = String(expires.getTime());
    return `${this.config.publicUrl}${path}?expires=${until}&signature=${this.signature(path, until)}`;
  }

  /** Whether the request comes by such an address, and in time. */
  isTrue({ path, query }: Request): boolean {
    const { expires, signature } = query;
    if (typeof expires !== 'string' || typeof signature !== 'string') return false;
    return sameSecret(signature, this.signature(path, expires)) && Number(expires) > this.clock.now().getTime();
  }

  private signature(path: string, expires: string): string {
    return this.secrets.hash(PURPOSE, JSON.stringify([path, expires])).toString('base64url');
  }
}
