import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** In a program of its own: Jest's modules run four times slower. `npm run fuzz -- --seeds 100000` for a night. */
it('2,000 random processes behave', () => {
  const root = join(import.meta.dirname, '../..');
  const args = ['--import', './test/support/typescript.mjs', 'test/property/fuzz.ts', '--seeds', '2000'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(`${stdout}${stderr}`).not.toMatch(/failed|Error/);
  expect(status).toBe(0);
}, 600_000);
