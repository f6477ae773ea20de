/**
 * How long `beffroi check` takes for 20 procedures: `npm run bench:check [-- --json]`. They are copies of the shipped one in
 * which the questions have other names, so that what is remembered of one does not help the next.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const shipped = join(root, 'procedures/certificat-de-residence');
const count = 20;

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

/** Keys of questions that can be renamed everywhere without meaning something else: they have a capital inside. */
const forms = filesIn(join(shipped, 'forms')).map((path) => readFileSync(path, 'utf8'));
const keys = [
  ...new Set(forms.flatMap((form) => [...form.matchAll(/"key": "([a-z]+[A-Z]\w*)"/g)].map(([, key]) => key))),
];
const renamed = new RegExp(`\\b(${keys.join('|')})\\b`, 'g');

function copy(parent, number) {
  const key = `certificat-${number}`;
  const folder = join(parent, key);
  cpSync(shipped, folder, { recursive: true });
  for (const path of filesIn(folder)) {
    const content = readFileSync(path, 'utf8').replaceAll('certificat-de-residence', key);
    writeFileSync(path, content.replace(renamed, `$1${number}`));
  }
}

const parent = mkdtempSync(join(tmpdir(), 'bench-check-'));
cpSync(join(root, 'procedures/departments.yaml'), join(parent, 'departments.yaml'));
for (let number = 1; number <= count; number += 1) copy(parent, number);

const began = process.hrtime.bigint();
const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist/src/cli.js'), 'check', parent], {
  encoding: 'utf8',
});
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
rmSync(parent, { recursive: true });
if (status !== 0 || stderr !== '') {
  process.stderr.write(`${stderr}\nExpected the copies to be right, but they are not.\n`);
  process.exit(1);
}
const [processor] = cpus();
const figures = {
  procedures: count,
  seconds: round(seconds),
  cpuSeconds: round(cpuSeconds()),
  machine: `${cpus().length} × ${processor.model.trim()}`,
  node: process.version,
};
process.stdout.write(
  process.argv.includes('--json')
    ? `${JSON.stringify(figures)}\n`
    : `check of ${count} procedures: ${figures.seconds} s (${figures.cpuSeconds} s of processor time) on ${figures.machine}, Node ${figures.node}\n`,
);

/** Of the program that checked (Linux only: as /proc says it). */
function cpuSeconds() {
  const [line = ''] = readFileSync('/proc/self/stat', 'utf8').split('\n');
  const [, , , , , , , , , , , , , , childUser, childSystem] = line.slice(line.lastIndexOf(')') + 1).split(' ');
  return (Number(childUser) + Number(childSystem)) / 100;
}

function round(number) {
  return Math.round(number * 100) / 100;
}
