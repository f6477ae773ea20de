import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { DossierNumbers } from './dossier-number.js';
import { TrackingCodes } from './tracking-codes.js';

/** How a dossier is called: its number, and the code that only its applicant knows. */
@Injectable()
export class DossierNames {
  constructor(
    private readonly numbers: DossierNumbers,
    private readonly codes: TrackingCodes,
  ) {}

  async next(tx: Transaction, now: Date, test = false): Promise<{ reference: string; code: string; hash: Buffer }> {
    const { code, hash } = await this.codes.next(tx);
    return { reference: await this.numbers.next(tx, now, test), code, hash };
  }
}
