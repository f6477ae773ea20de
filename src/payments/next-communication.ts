import type { Transaction } from '../database/transaction.js';
import { communicationOf } from './structured-communication.js';

/** Two digits of the year, eight of a sequence: a hundred million payments and baskets a year. */
export async function nextCommunication(tx: Transaction, at: Date): Promise<string> {
  const [row] = await tx.query<{ next: string }[]>(`SELECT nextval('payment_communication_seq') AS next`);
  const year = BigInt(at.getUTCFullYear() % 100);
  return communicationOf(year * 100_000_000n + (BigInt(row!.next) % 100_000_000n));
}
