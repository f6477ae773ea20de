import { randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import { Secrets } from '../access/secrets.js';
import { Clock } from '../clock.js';
import { TestAuthority } from './test-authority.js';

/** Where it answers, below the town's own address. */
export const SIMULATOR = '/simulateur-signature';
export const SIMULATOR_CLIENT = 'beffroi';
/** What it calls the key of the town's seal. */
export const SIMULATOR_SEAL = 'sceau';
/** Everybody's there: it opens nothing but a demonstration. */
export const SIMULATOR_PIN = '1234';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const PATIENCE_MILLISECONDS = 15 * 60_000;
const MOST_TRIES = 3;
/** What is older is forgotten. */
const KEPT_MILLISECONDS = 24 * 3_600_000;

/** What a person is asked by this provider. */
export interface Asked {
  readonly handle: string;
  /** An agent's address. */
  readonly credential: string;
  readonly description: string;
  readonly hashes: readonly string[];
  readonly askedAt: Date;
  /** Sent to their phone, as it were. */
  readonly code: string;
  tries: number;
  state: 'open' | 'agreed' | 'declined' | 'expired';
}

export const ANSWERS = ['sign', 'decline', 'expire', 'outage'] as const;

/** It says no, in the words of the standard (CSC 2, section 10.1). */
export class CscProblem extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
  ) {
    super(error);
  }
}

/**
 * A provider of qualified signatures that is none: it speaks the API of the Cloud Signature Consortium (version 2) over HTTP,
 * asks people by a page of its own, and signs with keys of the test authority. What waits is kept in memory.
 */
@Injectable()
export class CscSimulator {
  private readonly asked = new Map<string, Asked>();
  private readonly activations = new Map<string, Pick<Asked, 'credential' | 'hashes'>>();
  /** By idempotency key: who asks again gets the same. */
  private readonly signed = new Map<string, readonly string[]>();
  private outage = 0;

  constructor(
    private readonly authority: TestAuthority,
    private readonly accounts: AccountsService,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Of the one program that may ask it. */
  get clientSecret(): string {
    return this.secrets.hash('csc-simulator', 'client').toString('hex');
  }

  get token(): string {
    return this.secrets.hash('csc-simulator', 'token').toString('hex');
  }

  /** Whether this request meets an outage. */
  isDown(): boolean {
    if (this.outage === 0) return false;
    this.outage -= 1;
    return true;
  }

  async credentials(userId: string): Promise<readonly string[]> {
    const account = await this.accounts.byEmail(userId);
    return account?.role === 'agent' && !account.disabledAt ? [userId] : [];
  }

  async chain(credential: string): Promise<readonly Buffer[]> {
    const name = credential === SIMULATOR_SEAL ? 'Sceau de la Ville' : (await this.accounts.byEmail(credential))?.name;
    if (name === undefined) throw new CscProblem(400, 'invalid_request');
    const { certificate } = await this.authority.key(keyId(credential), `SIMULATEUR ${name}`, 'signature');
    return [certificate, await this.authority.root()];
  }

  /** A seal is given at once; a person is asked, and a handle stands for that. */
  authorize({ credential, hashes, description }: Pick<Asked, 'credential' | 'hashes' | 'description'>) {
    if (hashes.length === 0) throw new CscProblem(400, 'invalid_request');
    if (credential === SIMULATOR_SEAL) return { SAD: this.activate({ credential, hashes }) };
    this.forget();
    const handle = randomUUID();
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
    const about = { handle, credential, description, hashes, code, askedAt: this.clock.now() };
    this.asked.set(handle, { ...about, tries: 0, state: 'open' });
    return { handle };
  }

  /** Neither while the person has not answered. */
  check(handle: string): { SAD?: string } {
    const one = this.asked.get(handle);
    if (!one) throw new CscProblem(400, 'expired_token');
    if (one.state === 'declined') throw new CscProblem(400, 'access_denied');
    if (one.state === 'expired' || this.isOver(one)) throw new CscProblem(400, 'expired_token');
    return one.state === 'agreed' ? { SAD: this.activate(one) } : {};
  }

  /** Only what was agreed to, with the key it was agreed for (sole control, EN 419 241-1). */
  async sign(wanted: { credential: string; hashes: readonly string[]; SAD: string; algorithm: string }, key: string) {
    const before = this.signed.get(key);
    if (before) return before;
    const { credential, hashes, SAD, algorithm } = wanted;
    const agreed = this.activations.get(SAD);
    if (agreed?.credential !== credential || agreed.hashes.join() !== hashes.join())
      throw new CscProblem(400, 'invalid_request');
    if (algorithm !== SHA256) throw new CscProblem(400, 'invalid_request');
    this.activations.delete(SAD);
    const { privateKey } = await this.authority.key(keyId(credential), '', 'signature');
    const { signDigestWithKey } = await import('./certificates.js');
    const all = hashes.map((hash) => signDigestWithKey(privateKey, Buffer.from(hash, 'base64')).toString('base64'));
    this.signed.set(key, all);
    return all;
  }

  timeStamp(hash: string): Promise<Buffer> {
    return this.authority.timeStamp(Buffer.from(hash, 'base64'));
  }

  /** What waits for this person, the oldest first. */
  waitingFor(email: string): Asked[] {
    return [...this.asked.values()].filter(({ credential, state }) => credential === email && state === 'open');
  }

  /** What the person answers. False: the PIN or the code is wrong; after three tries nothing is signed any more. */
  answer(
    email: string,
    handle: string,
    { answer, pin, code }: { answer: (typeof ANSWERS)[number]; pin: string; code: string },
  ): boolean {
    const one = this.waitingFor(email).find((asked) => asked.handle === handle);
    if (!one) return true;
    if (answer === 'decline') one.state = 'declined';
    if (answer === 'expire') one.state = 'expired';
    if (answer === 'outage') this.outage = 2;
    if (answer !== 'sign') return true;
    if (pin === SIMULATOR_PIN && code === one.code) {
      one.state = 'agreed';
      return true;
    }
    one.tries += 1;
    if (one.tries >= MOST_TRIES) one.state = 'declined';
    return false;
  }

  private activate({ credential, hashes }: Pick<Asked, 'credential' | 'hashes'>): string {
    const SAD = randomUUID();
    this.activations.set(SAD, { credential, hashes });
    return SAD;
  }

  private isOver({ askedAt }: Asked): boolean {
    return this.clock.now().getTime() - askedAt.getTime() > PATIENCE_MILLISECONDS;
  }

  private forget(): void {
    for (const [handle, { askedAt }] of this.asked)
      if (this.clock.now().getTime() - askedAt.getTime() > KEPT_MILLISECONDS) this.asked.delete(handle);
  }
}

/** Not those of the test provider: the same person has another key here. */
function keyId(credential: string): string {
  return `simulator ${credential}`;
}
