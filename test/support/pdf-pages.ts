/**
 * What poppler sees on the pages of a PDF, where it is installed (see pdfsig.ts):
 *
 *     expect(await pdfWords(content)).toContain('Rue du Parc 1');
 *     expect(await qrOnPaper(content)).toBe('https://…/verify/…');     // printed, and held before a camera
 */
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import readQr from 'jsqr';
import { temporaryFolder } from './folder.js';

/** The program under test runs here too: it goes on answering meanwhile. */
const run = promisify(execFile);

/** Lines are joined. */
export function pdfWords(content: Buffer): Promise<string> {
  return inFolder(content, async (file) => {
    const { stdout } = await run('pdftotext', [file, '-']);
    return stdout.replace(/\s+/g, ' ');
  });
}

/** The foot of the page, on the left: what one holds before a camera. In dots. */
const CORNER = ['-x', '60', '-y', '1400', '-W', '400', '-H', '354'];

/** What the QR code at the foot of the first page says when the page is printed in grey at 150 dots per inch. */
export function qrOnPaper(content: Buffer): Promise<string | undefined> {
  return inFolder(content, async (file, folder) => {
    const picture = join(folder, 'page');
    await run('pdftoppm', ['-r', '150', '-gray', ...CORNER, '-f', '1', '-l', '1', '-singlefile', file, picture]);
    const { width, height, pixels } = readGrey(readFileSync(`${picture}.pgm`));
    const colours = new Uint8ClampedArray(width * height * 4).fill(255);
    pixels.forEach((grey, index) => colours.fill(grey, index * 4, index * 4 + 3));
    return readQr.default(colours, width, height)?.data;
  });
}

/** Netpbm's P5: a head of three numbers, then a byte for each pixel. */
function readGrey(picture: Buffer): { width: number; height: number; pixels: Buffer } {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.toString('latin1', 0, 64));
  if (!head) throw new Error('This is not a grey picture.');
  return { width: Number(head[1]), height: Number(head[2]), pixels: picture.subarray(head[0].length) };
}

async function inFolder<Result>(
  content: Buffer,
  look: (file: string, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = temporaryFolder();
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, content);
    return await look(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
