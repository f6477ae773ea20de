import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import type { Transaction } from '../database/transaction.js';
import { iban as ibanFormat } from '../forms/formats/iban.js';
import type { Actor } from '../history/actor.js';
import { BankFile } from './bank-file.entity.js';
import { BasketsService } from './baskets.service.js';
import { isCamt, readCamt } from './camt.js';
import { isCoda, readCoda } from './coda.js';
import { Payment } from './payment.entity.js';
import { type Statement, type StatementEntry, type Unreadable, UnreadableStatement } from './statement.js';
import { findCommunication } from './structured-communication.js';
import { type NewMoney, Takings } from './takings.service.js';

export type Import =
  | { readonly file: BankFile; readonly known: boolean }
  /** `account`: of somebody else, or of an account that is not the town's. */
  | { readonly refused: Unreadable | 'account'; readonly line: number };

/**
 * Account statements: every amount that came in is told to `Takings` once, whatever the number of files that tell of it. A file
 * counts as a whole or not at all.
 */
@Injectable()
export class BankImport {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly takings: Takings,
    private readonly baskets: BasketsService,
  ) {}

  async read(content: Buffer, fileName: string, actor: Actor): Promise<Import> {
    const found = statementsIn(content);
    if ('refused' in found) return found;
    const { format, statements } = found;
    if (statements.some(({ account }) => account !== this.config.paymentIban)) return { refused: 'account', line: 0 };
    const sha256 = createHash('sha256').update(content).digest('hex');
    return this.database.transaction(async (tx) => {
      // one file after the other: the same one sent twice at once is read once
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('bank import'))`);
      const known = await tx.findOneBy(BankFile, { sha256 });
      if (known) return { file: known, known: true };
      const days = statements.map(({ day }) => day).sort();
      const entries = statements.flatMap((one) => one.entries.map((entry) => ({ account: one.account, entry })));
      const result = await tx.insert(BankFile, {
        sha256,
        format,
        fileName: fileName.slice(0, 200),
        account: statements[0]!.account,
        firstDay: days[0],
        lastDay: days.at(-1),
        entries: entries.length,
        newEntries: 0,
        importedBy: actor.name ?? '',
        importedAt: this.clock.now(),
      });
      const { id } = result.identifiers[0] as { id: string };
      let newEntries = 0;
      for (const { account, entry } of entries) if (await this.take(tx, id, account, entry)) newEntries++;
      await tx.update(BankFile, id, { newEntries });
      return { file: await tx.findOneByOrFail(BankFile, { id }), known: false };
    });
  }

  /** The latest first. */
  files(): Promise<BankFile[]> {
    return this.database.manager.find(BankFile, { order: { id: 'DESC' }, take: 30 });
  }

  /** False when another file told of it. */
  private async take(tx: Transaction, bankFileId: string, account: string, entry: StatementEntry): Promise<boolean> {
    const { reference, amountCents, bookedOn, payerName, payerIban, text } = entry;
    const source = createHash('sha256').update([account, bookedOn, reference, amountCents].join('|')).digest('hex');
    const communication = findCommunication(text);
    const payment = communication ? await tx.findOneBy(Payment, { communication }) : null;
    const basketId = communication && !payment ? await this.baskets.byCommunication(tx, communication) : undefined;
    const money: Omit<NewMoney, 'paymentId'> = {
      source: `bank-${source}`,
      means: 'transfer',
      amountCents,
      bankFileId,
      // noon, so that it is the same day everywhere in Europe
      receivedAt: new Date(`${bookedOn}T12:00:00Z`),
      payerName: payerName?.slice(0, 140) ?? null,
      payerIban: (payerIban && ibanFormat.normalise(payerIban)) || null,
      remittance: text.slice(0, 500),
    };
    if (basketId) return (await this.baskets.receive(tx, basketId, money)).length > 0;
    return (await this.takings.receive(tx, { ...money, paymentId: payment?.id ?? null })) !== undefined;
  }
}

type Found =
  | { readonly format: BankFile['format']; readonly statements: readonly Statement[] }
  | { readonly refused: Unreadable; readonly line: number };

/** What a file is, is told by its content alone. */
function statementsIn(content: Buffer): Found {
  try {
    const utf8 = content.toString('utf8');
    // positions count characters: older banks send one byte for each
    const text = utf8.includes('\uFFFD') ? content.toString('latin1') : utf8;
    if (isCoda(text)) return { format: 'coda', statements: readCoda(text) };
    if (isCamt(text)) return { format: 'camt.053', statements: readCamt(text) };
    return { refused: 'unknown', line: 0 };
  } catch (error) {
    if (error instanceof UnreadableStatement) return { refused: error.problem, line: error.line };
    throw error;
  }
}
