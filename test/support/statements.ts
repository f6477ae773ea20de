/** Account statements as banks send them, written from the standards: CODA (Febelfin, version 2) and CAMT.053 (ISO 20022). */

export interface Incoming {
  readonly cents: number;
  /** Twelve digits. */
  readonly structured?: string;
  readonly text?: string;
  readonly payer?: { readonly name: string; readonly iban: string };
  /** Money that went out. */
  readonly debit?: boolean;
  /** CAMT: not booked yet. */
  readonly pending?: boolean;
  /** It is a total of these. */
  readonly parts?: readonly Incoming[];
  /** What the bank calls it; otherwise by its place in the file. */
  readonly reference?: string;
}

const left = (text: string, width: number): string => text.slice(0, width).padEnd(width);
const number = (value: number | bigint, width: number): string => String(value).padStart(width, '0');
/** Twelve digits and three decimals. */
const amount = (cents: number): string => number(cents * 10, 15);
const date = (iso: string): string => `${iso.slice(8, 10)}${iso.slice(5, 7)}${iso.slice(2, 4)}`;

export function codaFile(iban: string, day: string, entries: readonly Incoming[]): string {
  const records: string[] = [];
  const sum = (debit: boolean): number =>
    entries.filter((one) => (one.debit ?? false) === debit).reduce((total, { cents }) => total + cents, 0);
  const before = 100_000;
  records.push(
    `12001${left(iban, 34)}EUR0${amount(before)}${date(day)}${left('VILLE DE TOURNAI', 26)}${left('Compte à vue', 35)}001`,
  );
  entries.forEach((entry, index) => {
    records.push(...movements(entry, number(index + 1, 4), '0000', entry.parts ? '1' : '0', day));
    entry.parts?.forEach((part, place) =>
      records.push(...movements(part, number(index + 1, 4), number(place + 1, 4), '5', day)),
    );
  });
  records.push(`8001${left(iban, 34)}EUR0${amount(before + sum(false) - sum(true))}${date(day)}${left('', 64)}0`);
  const header = `00000${date(day)}53905${left('', 8)}${left('', 10)}${left('VILLE DE TOURNAI', 26)}${left('GKCCBEBB', 11)}`;
  const trailer = `9${left('', 15)}${number(records.length, 6)}${amount(sum(true))}${amount(sum(false))}${left('', 75)}2`;
  return `${[`${left(header, 127)}2`, ...records, trailer].join('\r\n')}\r\n`;
}

function movements(entry: Incoming, sequence: string, detail: string, type: string, day: string): string[] {
  const {
    cents,
    structured,
    text = '',
    payer,
    debit,
    reference = `REF${sequence}${detail === '0000' ? '' : detail}`,
  } = entry;
  const said = structured === undefined ? `0${left(text, 53)}` : `1101${left(structured, 50)}`;
  const more = payer ? '1' : '0';
  const first = `21${sequence}${detail}${left(reference, 21)}${debit ? 1 : 0}${amount(cents)}${date(day)}${type}0150000${said}${date(day)}0010${more} 0`;
  if (!payer) return [first];
  const second = `22${sequence}${detail}${left('', 53)}${left('', 35)}${left('GKCCBEBB', 11)}${left('', 16)}1 0`;
  const third = `23${sequence}${detail}${left(payer.iban, 34)}EUR${left(payer.name, 35)}${left('', 43)}0 0`;
  return [first, second, third];
}

export function camtFile(iban: string, day: string, entries: readonly Incoming[]): string {
  const euro = (cents: number): string => `<Amt Ccy="EUR">${(cents / 100).toFixed(2)}</Amt>`;
  const details = ({ cents, structured, text, payer }: Incoming, reference: string): string =>
    `<TxDtls><Refs><AcctSvcrRef>${reference}</AcctSvcrRef></Refs><AmtDtls><TxAmt>${euro(cents)}</TxAmt></AmtDtls>${
      payer
        ? `<RltdPties><Dbtr><Nm>${payer.name}</Nm></Dbtr><DbtrAcct><Id><IBAN>${payer.iban}</IBAN></Id></DbtrAcct></RltdPties>`
        : ''
    }<RmtInf>${
      structured
        ? `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr></Tp><Ref>${structured}</Ref></CdtrRefInf></Strd>`
        : `<Ustrd>${text ?? ''}</Ustrd>`
    }</RmtInf></TxDtls>`;
  const entry = (one: Incoming, index: number): string => {
    const reference = one.reference ?? `REF${number(index + 1, 4)}`;
    const parts = one.parts ?? [one];
    return `<Ntry>${euro(one.cents)}<CdtDbtInd>${one.debit ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts>${one.pending ? 'PDNG' : 'BOOK'}</Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef><NtryDtls>${parts.map((part) => details(part, reference)).join('')}</NtryDtls></Ntry>`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId><CreDtTm>${day}T20:00:00</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><CreDtTm>${day}T20:00:00</CreDtTm><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>
${entries.map(entry).join('\n')}
</Stmt></BkToCstmrStmt></Document>`;
}
