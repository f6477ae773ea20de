import { Injectable } from '@nestjs/common';
import { Secrets } from '../access/secrets.js';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from './dossier.entity.js';
import { newTrackingCode, readTrackingCode } from './tracking-code.js';

const PURPOSE = 'tracking-code';

/** Tracking codes and what is kept of them: a keyed hash. */
@Injectable()
export class TrackingCodes {
  constructor(private readonly secrets: Secrets) {}

  /** A code that no dossier has, with what is kept of it. */
  async next(tx: Transaction): Promise<{ code: string; hash: Buffer }> {
    for (;;) {
      const code = newTrackingCode();
      const hash = this.secrets.hash(PURPOSE, code);
      if (!(await tx.existsBy(Dossier, { trackingCodeHash: hash }))) return { code, hash };
    }
  }

  /** What would be kept of a code as typed; undefined when it cannot be one. */
  hashOf(typed: string): Buffer | undefined {
    const code = readTrackingCode(typed);
    return code ? this.secrets.hash(PURPOSE, code) : undefined;
  }
}
