import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Secrets } from './secrets.js';

/** What may be tried how often: points in a duration of seconds, counted per key (an address, a code, an account). */
const LIMITS = {
  'sign-in-address': { points: 20, duration: 15 * 60 },
  'sign-in-account': { points: 5, duration: 15 * 60 },
  'password-account': { points: 5, duration: 15 * 60 },
  'tracking-address': { points: 5, duration: 15 * 60 },
  'tracking-code': { points: 5, duration: 15 * 60 },
  'resume-address': { points: 5, duration: 15 * 60 },
  'resume-mail': { points: 3, duration: 60 * 60 },
  'verify-address': { points: 30, duration: 15 * 60 },
  'opinion-address': { points: 20, duration: 15 * 60 },
  'opinion-link': { points: 120, duration: 15 * 60 },
  'proof-address': { points: 10, duration: 60 * 60 },
  'proof-mail': { points: 3, duration: 60 * 60 },
  'submit-address': { points: 30, duration: 60 * 60 },
  'phone-account': { points: 5, duration: 60 * 60 },
  'phone-number': { points: 3, duration: 60 * 60 },
  'phone-code': { points: 5, duration: 15 * 60 },
  'pay-address': { points: 60, duration: 60 * 60 },
} as const;

export type Limit = keyof typeof LIMITS;

/** Refused until then; `undefined` means: go on. */
export interface TooMany {
  readonly retryAfterSeconds: number;
}

/** Counts tries in PostgreSQL, so that every program of the town counts together. */
@Injectable()
export class LimitsService {
  private readonly limiters = new Map<Limit, RateLimiterPostgres>();

  constructor(
    private readonly database: DataSource,
    private readonly secrets: Secrets,
  ) {}

  /** Counts one try. */
  async spend(limit: Limit, key: string): Promise<TooMany | undefined> {
    try {
      await this.limiter(limit).consume(this.hidden(limit, key));
      return undefined;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return { retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) };
      throw refusal;
    }
  }

  /** Forgets the tries: the right answer was given. */
  async forget(limit: Limit, key: string): Promise<void> {
    await this.limiter(limit).delete(this.hidden(limit, key));
  }

  /** Deletes counters whose time is over (the library keeps real time, not the program's clock). */
  async purge(): Promise<void> {
    await this.database.query('DELETE FROM rate_limit WHERE expire < extract(epoch FROM now()) * 1000');
  }

  private limiter(limit: Limit): RateLimiterPostgres {
    let limiter = this.limiters.get(limit);
    if (!limiter) {
      limiter = new RateLimiterPostgres({
        storeClient: this.database,
        storeType: 'typeorm',
        tableName: 'rate_limit',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: limit,
        ...LIMITS[limit],
      });
      this.limiters.set(limit, limiter);
    }
    return limiter;
  }

  /** Addresses and codes are personal data: the table holds their keyed hashes. */
  private hidden(limit: Limit, key: string): string {
    return this.secrets.hash(`limit:${limit}`, key.trim().toLowerCase()).toString('base64url');
  }
}
