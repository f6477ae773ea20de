import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../access/secrets.js';
import { type CopyFacts, type CopyKey, copyKeyFrom, publishedKey, sealCopy } from './printed-copy.js';

/** Seals what printed copies say of themselves, with a key of the town's secret. */
@Injectable()
export class CopySeal {
  private readonly key: KeyObject;

  constructor(secrets: Secrets) {
    this.key = copyKeyFrom(secrets.hash('printed-copy', 'ed25519'));
  }

  seal(facts: CopyFacts): string {
    return sealCopy(facts, this.key);
  }

  /** For those who check copies without asking anybody. */
  get keys(): readonly CopyKey[] {
    return [publishedKey(this.key)];
  }
}
