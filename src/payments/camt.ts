import { Parser } from 'htmlparser2';
import { readAmount } from './amounts.js';
import { type Statement, type StatementEntry, UnreadableStatement } from './statement.js';

/** An element of the file, by names without prefixes. */
interface Node {
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** Nobody's statement is deeper; a file that is was made to hurt. */
const DEEPEST = 60;

export function isCamt(text: string): boolean {
  return /^\uFEFF?\s*<\?xml[^>]*\?>[\s\S]{0,2000}?urn:iso:std:iso:20022:tech:xsd:camt\.053\./.test(text);
}

/**
 * Bank to customer statements (ISO 20022, camt.053.001, any version: what is read here has not changed). Throws
 * `UnreadableStatement`.
 */
export function readCamt(text: string): Statement[] {
  const statements = all(tree(text), 'BkToCstmrStmt', 'Stmt').map(statementOf);
  if (statements.length === 0) throw new UnreadableStatement('damaged', 0);
  return statements;
}

function statementOf(node: Node): Statement {
  const account = textAt(node, 'Acct', 'Id', 'IBAN');
  const day = (textAt(node, 'FrToDt', 'ToDtTm') ?? textAt(node, 'CreDtTm') ?? '').slice(0, 10);
  if (!account || !day) throw new UnreadableStatement('damaged', node.line);
  const booked = all(node, 'Ntry').filter((entry) => {
    const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');
    // a reversed credit is money that went out
    const credit = textAt(entry, 'CdtDbtInd') === 'CRDT' && textAt(entry, 'RvslInd') !== 'true';
    return credit && (status === undefined || status === 'BOOK');
  });
  return { account, day, entries: booked.flatMap(entriesOf) };
}

/** An entry of several transactions (a batch) is its transactions; they must add up to it. */
function entriesOf(entry: Node): StatementEntry[] {
  const [amount] = all(entry, 'Amt');
  const total = centsOf(amount, entry);
  const bookedOn = (textAt(entry, 'BookgDt', 'Dt') ?? textAt(entry, 'BookgDt', 'DtTm') ?? '').slice(0, 10);
  const reference = textAt(entry, 'AcctSvcrRef') ?? textAt(entry, 'NtryRef');
  if (!bookedOn || Number.isNaN(Date.parse(bookedOn))) throw new UnreadableStatement('damaged', entry.line);
  const details = all(entry, 'NtryDtls', 'TxDtls');
  if (details.length <= 1) {
    const own = details[0] && textAt(details[0], 'Refs', 'AcctSvcrRef');
    return [{ ...who(details[0]), reference: needed(reference ?? own, entry), amountCents: total, bookedOn }];
  }
  const parts = details.map((one, index) => ({
    ...who(one),
    reference: `${needed(textAt(one, 'Refs', 'AcctSvcrRef') ?? reference, one)}/${index + 1}`,
    amountCents: centsOf(all(one, 'AmtDtls', 'TxAmt', 'Amt')[0] ?? all(one, 'Amt')[0], one),
    bookedOn,
  }));
  if (parts.reduce((sum, { amountCents }) => sum + amountCents, 0) !== total)
    throw new UnreadableStatement('totals', entry.line);
  return parts;
}

function who(details: Node | undefined): Pick<StatementEntry, 'payerName' | 'payerIban' | 'text'> {
  if (!details) return { text: '' };
  const payerName = textAt(details, 'RltdPties', 'Dbtr', 'Nm') ?? textAt(details, 'RltdPties', 'Dbtr', 'Pty', 'Nm');
  const payerIban = textAt(details, 'RltdPties', 'DbtrAcct', 'Id', 'IBAN');
  const said = [
    ...all(details, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref'),
    ...all(details, 'RmtInf', 'Ustrd'),
    ...all(details, 'AddtlTxInf'),
  ];
  return {
    text: said
      .map(({ text }) => text)
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim(),
    ...(payerName && { payerName }),
    ...(payerIban && { payerIban }),
  };
}

function centsOf(amount: Node | undefined, within: Node): number {
  if (!amount) throw new UnreadableStatement('damaged', within.line);
  if (amount.attributes['Ccy'] !== 'EUR') throw new UnreadableStatement('currency', amount.line);
  const cents = readAmount(amount.text.replace(/(\.\d\d)0+$/, '$1'));
  if (cents === undefined) throw new UnreadableStatement('damaged', amount.line);
  return cents;
}

function needed(reference: string | undefined, { line }: Node): string {
  if (!reference) throw new UnreadableStatement('damaged', line);
  return reference;
}

function all(from: Node, ...path: string[]): Node[] {
  return path.reduce<Node[]>(
    (found, name) => found.flatMap((one) => one.children.filter((child) => child.name === name)),
    [from],
  );
}

function textAt(from: Node, ...path: string[]): string | undefined {
  return all(from, ...path)[0]?.text.trim() || undefined;
}

/** The root element. Entities are never expanded beyond those of XML itself, and a document type is refused. */
function tree(text: string): Node {
  const top: Node = { name: '', line: 0, attributes: {}, children: [], text: '' };
  const open: Node[] = [top];
  const line = (): number => text.slice(0, parser.startIndex).split('\n').length;
  const plain = (name: string): string => name.slice(name.indexOf(':') + 1);
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length > DEEPEST) throw new UnreadableStatement('damaged', line());
        const node: Node = { name: plain(name), line: line(), attributes, children: [], text: '' };
        open.at(-1)!.children.push(node);
        open.push(node);
      },
      ontext(value) {
        open.at(-1)!.text += value;
      },
      onclosetag(name, implied) {
        if (implied || open.pop()?.name !== plain(name)) throw new UnreadableStatement('damaged', line());
      },
      onprocessinginstruction(name) {
        if (name.startsWith('!')) throw new UnreadableStatement('damaged', line());
      },
      onerror(error) {
        throw error;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  const [root] = top.children;
  if (open.length !== 1 || root?.name !== 'Document') throw new UnreadableStatement('damaged', 0);
  return root;
}
