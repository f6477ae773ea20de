/**
 * The structured communication of Belgian transfers (OGM-VCS): ten digits and their remainder by 97, where 0 is written 97.
 */
export function communicationOf(number: bigint): string {
  const digits = String(number).padStart(10, '0');
  if (!/^\d{10}$/.test(digits))
    throw new Error(`A structured communication has ten digits, but the number is ${number}.`);
  return digits + String(number % 97n || 97n).padStart(2, '0');
}

/** The twelve digits of what somebody typed or a bank wrote (`+++090/9337/55493+++`, `***...***`, digits); else undefined. */
export function readCommunication(text: string): string | undefined {
  const digits = text.replace(/[\s+*/.-]/g, '');
  if (!/^\d{12}$/.test(digits)) return undefined;
  return communicationOf(BigInt(digits.slice(0, 10))) === digits ? digits : undefined;
}

/** The first one within a free text: people write it among other words. */
export function findCommunication(text: string): string | undefined {
  for (const [found] of text.matchAll(/(?<!\d)\d{3}[\s/.-]?\d{4}[\s/.-]?\d{5}(?!\d)/g)) {
    const digits = readCommunication(found);
    if (digits) return digits;
  }
  return undefined;
}

/** `+++090/9337/55493+++` */
export function showCommunication(digits: string): string {
  return `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`;
}
