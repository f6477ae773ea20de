/**
 * poppler's verdict about the signatures of a PDF:
 *
 *     expect(pdfsig(content)).toMatchObject([{ valid: true, whole: true, type: 'ETSI.CAdES.detached' }]);
 *
 * Where it is not installed, specs that need it say that they are skipped; with `pdfsig` in BEFFROI_REQUIRE that is a failure.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folder.js';

export interface SignatureFound {
  readonly field: string;
  readonly signer: string;
  readonly type: string;
  /** The bytes are those that were signed. */
  readonly valid: boolean;
  /** The last signature or time-stamp of the file covers all of it. */
  readonly whole: boolean;
}

export function pdfsigIsThere(): boolean {
  const found = spawnSync('pdfsig', ['-v']).error === undefined;
  if (!found && (process.env['BEFFROI_REQUIRE'] ?? '').includes('pdfsig'))
    throw new Error('BEFFROI_REQUIRE asks for pdfsig, but poppler-utils is not on this machine.');
  if (!found) process.stderr.write('Skipped: no pdfsig (poppler-utils) on this machine.\n');
  return found;
}

/** In the order of the file. Time-stamps of the document (B-LTA) are left out: poppler does not know that kind. */
export function pdfsig(content: Buffer): SignatureFound[] {
  const folder = temporaryFolder();
  try {
    const file = join(folder, 'signed.pdf');
    writeFileSync(file, content);
    const { stdout } = spawnSync('pdfsig', [file], { encoding: 'utf8' });
    const whole = /^ {2}- Total document signed$/m.test(stdout);
    const all = stdout.split(/^Signature #\d+:$/m).slice(1);
    return all.map((text) => found(text, whole)).filter(({ type }) => type !== 'unknown');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function found(text: string, whole: boolean): SignatureFound {
  const said = (name: string): string => new RegExp(`^ {2}- ${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return {
    field: said('Signature Field Name'),
    signer: said('Signer Certificate Common Name'),
    type: said('Signature Type'),
    valid: said('Signature Validation') === 'Signature is Valid.',
    whole,
  };
}
