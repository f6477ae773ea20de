import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../support/app.js';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/how-to/your-first-procedure.md'), 'utf8');
const run = promisify(execFile);

/** The commands of the page in their order; `# fails: word` is what the page says of the one before it. */
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block
    .trim()
    .split('\n')
    .map((line) => {
      const [command = '', fails] = line.split(/ {2}# fails: /);
      return { command: command.trim(), fails };
    }),
);

let checkout: string;
let town: TestProgram | undefined;

/** A checkout whose procedures are its own; all else is the built one. */
beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
  for (const name of readdirSync(root))
    if (!['procedures', '.git', 'data'].includes(name)) symlinkSync(join(root, name), join(checkout, name));
  cpSync(join(root, 'procedures'), join(checkout, 'procedures'), { recursive: true });
});
afterAll(async () => {
  await town?.stop();
  rmSync(checkout, { recursive: true });
  rmSync('/tmp/carte-avant', { recursive: true, force: true });
});

async function type(command: string): Promise<{ code: number; said: string }> {
  const env = {
    ...process.env,
    BEFFROI_URL: town?.url ?? '',
    BEFFROI_USER: 'admin@example.org',
    BEFFROI_PASSWORD: 'beffroi-demo',
  };
  try {
    const { stdout, stderr } = await run('sh', ['-c', command], { cwd: checkout, env });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

it('leads from an empty folder to a published procedure, word by word', async () => {
  expect(commands.length).toBeGreaterThan(15);
  rmSync('/tmp/carte-avant', { recursive: true, force: true });
  for (const { command, fails } of commands) {
    // a town that does not know the procedure yet
    if (command.includes('BEFFROI_URL'))
      town ??= await startBeffroi({ env: { DEMO: 'true', PROCEDURES_DIR: join(root, 'procedures') } });
    const { code, said } = await type(command);
    expect({ command, code, said }).toEqual({ command, code: fails === undefined ? 0 : 1, said: expect.any(String) });
    if (fails !== undefined) expect(said).toContain(fails);
    if (command.includes('--report')) expect(said).toMatch(/nodes 6 of 6\n {2}flows 5 of 5\n/);
    if (command.includes(' diff ')) expect(said).toContain('Scenario scenarios/later.yaml is new.');
    if (command.includes('--state test')) {
      const [, link = ''] = /version 1: in test: (\S+)/.exec(said) ?? [];
      const trial = await fetch(link);
      expect([trial.status, await trial.text()]).toEqual([200, expect.stringContaining('Carte de riverain')]);
      expect((await fetch(`${town!.url}/demarches/carte-de-riverain`)).status).toBe(404);
    }
    if (command.includes('concluant'))
      expect(said).toContain('carte-de-riverain, version 1 (known already): published');
    if (command.includes('--from')) expect(said).toContain('carte-de-riverain, version 2: published from 2098-12-31');
  }
  const catalogue = await (await fetch(`${town!.url}/demarches/carte-de-riverain`)).text();
  expect(catalogue).toContain('Carte de riverain');
}, 600_000);
