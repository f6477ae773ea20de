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
  /** Nothing was added to the file since. */
  readonly whole: boolean;
}

export function pdfsigIsThere(): boolean {
  const found = spawnSync('pdfsig', ['-v']).error === undefined;
  if (!found && (process.env['BEFFROI_REQUIRE'] ?? '').includes('pdfsig'))
    throw new Error('BEFFROI_REQUIRE asks for pdfsig, but poppler-utils is not on this machine.');
  if (!found) process.stderr.write('Skipped: no pdfsig (poppler-utils) on this machine.\n');
  return found;
}

/** In the order of the file. */
export function pdfsig(content: Buffer): SignatureFound[] {
  const folder = temporaryFolder();
  try {
    const file = join(folder, 'signed.pdf');
    writeFileSync(file, content);
    const { stdout } = spawnSync('pdfsig', [file], { encoding: 'utf8' });
    return stdout
      .split(/^Signature #\d+:$/m)
      .slice(1)
      .map(found);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function found(text: string): SignatureFound {
  const said = (name: string): string => new RegExp(`^ {2}- ${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return {
    field: said('Signature Field Name'),
    signer: said('Signer Certificate Common Name'),
    type: said('Signature Type'),
    valid: said('Signature Validation') === 'Signature is Valid.',
    whole: /^ {2}- Total document signed$/m.test(text),
  };
}
