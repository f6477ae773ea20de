import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Account } from '../access/account.entity.js';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { JobsService } from '../workflow/jobs.service.js';
import { Circuit } from './circuit.js';
import type { Signed } from './pdf-signing.js';
import { SignatureRequest } from './signature-request.entity.js';
import { type SignatureProblem, SignatureRow } from './signature.entity.js';

/** A person who was asked by their provider is asked about again after so long. */
const AGAIN_MILLISECONDS = 2_000;
/** So long a person has to answer their provider. */
const PATIENCE_MILLISECONDS = 15 * 60_000;

/** What is done with the provider's answer, once. */
@Injectable()
export class AfterSigning {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly circuit: Circuit,
    private readonly jobs: JobsService,
  ) {}

  async answered({ id, askedAt }: SignatureRow, answer: Signed): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await tx.findOne(SignatureRow, {
        where: { id, state: 'asked' },
        lock: { mode: 'pessimistic_write' },
      });
      // another program was faster, or the person asked anew
      if (row?.askedAt?.getTime() !== askedAt?.getTime() || !row) return;
      if ('content' in answer) {
        return this.circuit.signed(tx, row, answer.content, await actorOf(tx, row));
      }
      const now = this.clock.now();
      const late = now.getTime() - (row.askedAt?.getTime() ?? 0) > PATIENCE_MILLISECONDS;
      if ('refused' in answer || late) return this.back(tx, row, 'refused' in answer ? answer.refused : 'expired');
      await tx.update(SignatureRow, id, { reference: answer.pending });
      await this.outbox.append(
        tx,
        'signature.asked',
        { signatureId: id },
        new Date(now.getTime() + AGAIN_MILLISECONDS),
      );
    });
  }

  /** The signatory may try again; where nobody is asked, somebody has to look at the job. */
  async impossible({ id }: SignatureRow, message: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await tx.findOne(SignatureRow, {
        where: { id, state: 'asked' },
        lock: { mode: 'pessimistic_write' },
      });
      if (row?.accountId) return this.back(tx, row, 'impossible');
    });
    const row = await this.database.manager.findOneByOrFail(SignatureRow, { id });
    if (row.accountId) return;
    const { jobKey } = await this.database.manager.findOneByOrFail(SignatureRequest, { id: row.requestId });
    // what a person asked for shows among the deliveries that failed
    if (jobKey === null) throw new Error(message);
    await this.jobs.fail(jobKey, message, 0);
  }

  private async back(tx: Transaction, { id }: SignatureRow, problem: SignatureProblem): Promise<void> {
    const forgotten = {
      prepared: null,
      digest: null,
      reference: null,
      askedAt: null,
      signerId: null,
      signerTitle: null,
    };
    await tx.update(SignatureRow, id, { ...forgotten, act: null, state: 'waiting', problem });
  }
}

async function actorOf(tx: Transaction, { accountId, signerId }: SignatureRow): Promise<Actor> {
  if (accountId === null) return SYSTEM;
  const { id, name } = await tx.findOneByOrFail(Account, { id: signerId ?? accountId });
  return { kind: 'agent', accountId: id, name };
}
