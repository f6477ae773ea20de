import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AccountsService } from '../../access/accounts.service.js';
import { LimitsService } from '../../access/limits.service.js';
import { Problem } from '../protocol/problem.js';
import { callerOf, type Caller } from './caller.js';

/** Checking a password costs 20 ms of work on purpose; a worker that polls ten times a second must not pay it each time. */
const REMEMBERED_MILLISECONDS = 30_000;
const MOST_REMEMBERED = 1_000;

interface Remembered {
  readonly caller: Promise<Caller | undefined>;
  readonly until: number;
}

/** The address and password of an account with every request. Wrong ones are limited as on the sign-in page. */
@Injectable()
export class BasicAuthentication {
  private readonly key = randomBytes(32);
  /** By a keyed hash of the credentials: the passwords themselves are not kept. */
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly accounts: AccountsService,
    private readonly limits: LimitsService,
  ) {}

  async caller(request: Request, credentials: string): Promise<Caller | undefined> {
    const hash = createHmac('sha256', this.key).update(credentials).digest('base64');
    const known = this.remembered.get(hash);
    if (known && known.until > performance.now()) return known.caller;
    const [email, password] = split(Buffer.from(credentials, 'base64').toString('utf8'));
    // kept from the first moment: ten requests at once are one try
    const caller = this.check(request, email, password);
    this.remember(hash, caller);
    try {
      const somebody = await caller;
      if (!somebody) this.remembered.delete(hash);
      return somebody;
    } catch (error) {
      this.remembered.delete(hash);
      throw error;
    }
  }

  private async check(request: Request, email: string, password: string): Promise<Caller | undefined> {
    const wait = await this.limits.spend('sign-in-account', email);
    if (wait) throw tooMany(wait.retryAfterSeconds);
    const account = await this.accounts.authenticate(email, password);
    if (account) {
      await this.limits.forget('sign-in-account', email);
      if (account.firstPassword)
        throw new Problem('FORBIDDEN', 'This password was given by somebody else: change it first.');
      return callerOf(account);
    }
    const waitHere = await this.limits.spend('sign-in-address', request.ip ?? '');
    if (waitHere) throw tooMany(waitHere.retryAfterSeconds);
    return undefined;
  }

  private remember(hash: string, caller: Promise<Caller | undefined>): void {
    const [oldest] = this.remembered.keys();
    if (this.remembered.size >= MOST_REMEMBERED && oldest) this.remembered.delete(oldest);
    this.remembered.delete(hash);
    this.remembered.set(hash, { caller, until: performance.now() + REMEMBERED_MILLISECONDS });
  }
}

function split(text: string): [string, string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

function tooMany(seconds: number): Problem {
  return new Problem('RESOURCE_EXHAUSTED', `Too many wrong passwords. Try again in ${seconds} seconds.`);
}
