import { type Statement, type StatementEntry, UnreadableStatement } from './statement.js';

/** Febelfin, « Coded statement of account (CODA) », version 2: records of 128 characters, told by their first ones. */
const WIDTH = 128;

interface Movement {
  readonly line: number;
  readonly sequence: string;
  readonly detail: string;
  readonly credit: boolean;
  /** Thousandths of a euro, as the file has them. */
  readonly amount: bigint;
  readonly reference: string;
  /** First digit of the transaction code: whether it is a total, and of what. */
  readonly type: string;
  readonly bookedOn: string;
  text: string;
  account: string;
  name: string;
}

interface Reading {
  account: string;
  day: string;
  before: bigint;
  movements: Movement[];
  records: number;
}

export function isCoda(text: string): boolean {
  return /^0000\d.{123}\r?\n1/.test(text);
}

/** Throws `UnreadableStatement`: a file whose records or totals do not fit together is not read at all. */
export function readCoda(text: string): Statement[] {
  const statements: Statement[] = [];
  let current: Reading | undefined;
  text.split(/\r?\n/).forEach((record, index) => {
    const line = index + 1;
    if (record.trim() === '') return;
    if (record.length !== WIDTH) throw new UnreadableStatement('damaged', line);
    const kind = record.startsWith('2') || record.startsWith('3') ? record.slice(0, 2) : record.slice(0, 1);
    if (kind === '0') {
      current = { account: '', day: dateAt(record, 5, line), before: 0n, movements: [], records: 0 };
      return;
    }
    if (!current) throw new UnreadableStatement('damaged', line);
    // header and trailer do not count themselves
    if (kind !== '9') current.records += 1;
    if (kind === '1') readOldBalance(record, current, line);
    else if (kind === '21') current.movements.push(movement(record, line));
    else if (kind === '22') continued(current, record.slice(10, 63), line);
    else if (kind === '23') counterparty(current, record, line);
    else if (kind === '8') checkBalance(record, current, line);
    else if (kind === '9') {
      checkTrailer(record, current, line);
      statements.push(statementOf(current));
      current = undefined;
    } else if (!/^(3[123]|4)$/.test(kind)) throw new UnreadableStatement('damaged', line);
  });
  if (current || statements.length === 0) throw new UnreadableStatement('damaged', 0);
  return statements;
}

function readOldBalance(record: string, current: Reading, line: number): void {
  // structure 2 and 3: an IBAN, then the currency
  if (!/^1[23]/.test(record)) throw new UnreadableStatement('damaged', line);
  current.account = record.slice(5, 39).trim();
  if (record.slice(39, 42) !== 'EUR') throw new UnreadableStatement('currency', line);
  current.before = signed(record, 42, line);
}

function movement(record: string, line: number): Movement {
  const structured = record[61] === '1';
  // a structured communication begins with its type: 101 and 102 are the twelve digits
  const text = structured ? record.slice(65, 115) : record.slice(62, 115);
  return {
    line,
    sequence: record.slice(2, 6),
    detail: record.slice(6, 10),
    reference: record.slice(10, 31).trim(),
    credit: record[31] === '0',
    amount: numberAt(record, 32, 47, line),
    type: record[53] ?? '',
    bookedOn: dateAt(record, 115, line),
    text,
    account: '',
    name: '',
  };
}

function continued(current: Reading, text: string, line: number): Movement {
  const last = current.movements.at(-1);
  if (!last) throw new UnreadableStatement('damaged', line);
  last.text += text;
  return last;
}

function counterparty(current: Reading, record: string, line: number): void {
  const last = continued(current, record.slice(82, 125), line);
  last.account = record.slice(10, 44).trim();
  last.name = record.slice(47, 82).trim();
}

/** What was there before and every movement must give what is there now. */
function checkBalance(record: string, { before, movements }: Reading, line: number): void {
  const now = movements
    .filter(({ detail }) => detail === '0000')
    .reduce((sum, { credit, amount }) => (credit ? sum + amount : sum - amount), before);
  if (now !== signed(record, 41, line)) throw new UnreadableStatement('totals', line);
}

function checkTrailer(record: string, { movements, records }: Reading, line: number): void {
  const booked = movements.filter(({ detail }) => detail === '0000');
  const sum = (credit: boolean): bigint =>
    booked.filter((one) => one.credit === credit).reduce((total, { amount }) => total + amount, 0n);
  const [count, debits, credits] = [
    numberAt(record, 16, 22, line),
    numberAt(record, 22, 37, line),
    numberAt(record, 37, 52, line),
  ];
  if (count !== BigInt(records) || debits !== sum(false) || credits !== sum(true))
    throw new UnreadableStatement('totals', line);
}

function statementOf({ account, day, movements }: Reading): Statement {
  return {
    account,
    day,
    entries: leaves(movements)
      .filter(({ credit }) => credit)
      .map(entryOf),
  };
}

/** Of a total (types 1 and 2) the amounts it is made of, where the file has them; else every amount that was booked. */
function leaves(movements: readonly Movement[]): Movement[] {
  return movements
    .filter(({ detail }) => detail === '0000')
    .flatMap((total) => {
      if (total.type !== '1' && total.type !== '2') return [total];
      const parts = movements.filter((one) => one.sequence === total.sequence && /^[567]$/.test(one.type));
      return parts.length > 0 ? parts : [total];
    });
}

function entryOf({
  line,
  reference,
  sequence,
  detail,
  amount,
  bookedOn,
  text,
  account,
  name,
}: Movement): StatementEntry {
  if (amount % 10n !== 0n) throw new UnreadableStatement('damaged', line);
  return {
    reference: `${reference}/${detail === '0000' ? '' : `${sequence}-${detail}`}`,
    amountCents: Number(amount / 10n),
    bookedOn,
    text: text.replace(/\s+/g, ' ').trim(),
    ...(name && { payerName: name }),
    ...(/^[A-Z]{2}\d{2}/.test(account) && { payerIban: account }),
  };
}

/** A sign (0 = credit), then twelve digits and three decimals. */
function signed(record: string, at: number, line: number): bigint {
  const amount = numberAt(record, at + 1, at + 16, line);
  return record[at] === '1' ? -amount : amount;
}

function numberAt(record: string, from: number, to: number, line: number): bigint {
  const digits = record.slice(from, to);
  if (!/^\d+$/.test(digits)) throw new UnreadableStatement('damaged', line);
  return BigInt(digits);
}

/** `DDMMYY` as ISO date. */
function dateAt(record: string, at: number, line: number): string {
  const [, day, month, year] = /^(\d\d)(\d\d)(\d\d)$/.exec(record.slice(at, at + 6)) ?? [];
  const date = `20${year}-${month}-${day}`;
  if (Number.isNaN(Date.parse(date))) throw new UnreadableStatement('damaged', line);
  return date;
}
