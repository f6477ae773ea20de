import { readFileSync } from 'node:fs';
import { Clock } from '../clock.js';
import { type CopyKey, readCopy } from '../documents/printed-copy.js';
import { verifyPdf, type VerifiedPdf, type VerifiedSignature } from '../signatures/verify-pdf.js';
import { type Command, type Terminal, UsageError } from './command.js';

const PROBLEMS: Readonly<Record<VerifiedSignature['problems'][number], string>> = {
  changed: 'the file is not the one that was signed',
  signature: 'the signature was not made with the key of its certificate',
  chain: 'nobody in the file vouches for a certificate',
  expired: 'a certificate did not hold at the time',
  revoked: 'a certificate had been taken back',
  'time-stamp': 'the time-stamp is not about this signature',
  untrusted: 'who vouches for it is not among the roots that were given',
};
const COPY_PROBLEMS = {
  unreadable: 'That is not what the code of a printed copy says.',
  'unknown-key': 'It was sealed with a key that is not among those that were given.',
  forged: 'It was changed since the town sealed it, or the town never did.',
} as const;

/**
 * Says who signed a file, when, and whether it was changed; or, with `--copy`, what the town sealed into the code of a printed
 * copy. Asks nobody: whether a document was revoked or replaced since is on its page only.
 */
export const verify: Command = {
  options: {
    root: { type: 'string' },
    copy: { type: 'string' },
    keys: { type: 'string' },
    json: { type: 'boolean' },
  },
  async execute({ positionals, values }, terminal) {
    const { root, copy, keys, json } = values;
    if (typeof copy === 'string') {
      if (typeof keys !== 'string' || positionals.length > 0)
        throw new UsageError('Expected --copy with --keys alone.');
      return verifyCopy(copy, keysIn(keys), json === true, terminal);
    }
    if (positionals.length === 0) throw new UsageError('Expected a file to verify.');
    const roots = typeof root === 'string' ? [certificateIn(root)] : [];
    let wrong = false;
    for (const file of positionals) {
      const found = await verifyPdf(readFileSync(file), roots, new Clock().now());
      wrong ||= !holds(found);
      terminal.stdout.write(json ? `${JSON.stringify({ file, holds: holds(found), ...found })}\n` : text(file, found));
    }
    return wrong ? 1 : 0;
  },
};

function holds({ signatures, unknown, changedLater }: VerifiedPdf): boolean {
  const signed = signatures.some(({ kind }) => kind === 'signature');
  return signed && unknown === 0 && !changedLater && signatures.every(({ problems }) => problems.length === 0);
}

function text(file: string, { signatures, unknown, changedLater }: VerifiedPdf): string {
  const lines = signatures.map(({ field, kind, signer, root, at, level, problems }) => {
    const what = kind === 'signature' ? `signed by ${signer}, PAdES ${level}` : `time of ${signer}`;
    const when = at ? ` at ${at.toISOString()}` : '';
    const by = root ? `, vouched for by ${root}` : '';
    return `${field}: ${what}${when}${by}: ${problems.map((one) => PROBLEMS[one]).join('; ') || 'holds'}`;
  });
  if (signatures.length === 0) lines.push('not signed');
  if (unknown > 0) lines.push(`${unknown} signatures of a kind that is not read here`);
  if (changedLater) lines.push('changed after the first signature');
  return `${file}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function verifyCopy(copy: string, keys: readonly CopyKey[], json: boolean, terminal: Terminal): 0 | 1 {
  const read = readCopy(copy, keys);
  if (json) terminal.stdout.write(`${JSON.stringify(read)}\n`);
  else if ('problem' in read) terminal.stdout.write(`${COPY_PROBLEMS[read.problem]}\n`);
  else {
    const { title, number, issuedOn, expiresOn, initials, birthYear, code } = read.facts;
    const about = initials ? `, about ${initials}${birthYear ? ` (${birthYear})` : ''}` : '';
    const until = expiresOn ? `, good until ${expiresOn}` : '';
    terminal.stdout.write(
      `Sealed by the town: ${title}, ${number}, issued on ${issuedOn}${until}${about}; code ${code}.\n`,
    );
  }
  return 'problem' in read ? 1 : 0;
}

function keysIn(file: string): readonly CopyKey[] {
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys?: unknown };
  if (!Array.isArray(keys))
    throw new UsageError(`Expected ${file} to be a set of keys, as /verify/cles.json gives it.`);
  return keys as CopyKey[];
}

/** PEM or DER. */
function certificateIn(file: string): Buffer {
  const content = readFileSync(file);
  const pem = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/.exec(content.toString('latin1'))?.[1];
  return pem ? Buffer.from(pem, 'base64') : content;
}
