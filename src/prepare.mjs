/**
 * Installs and builds what is missing or out of date, with what Node has on board: it runs before node_modules exists.
 * `node src/prepare.mjs` does only that; `src/start.mjs` goes on and starts the program.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Makes `node_modules` and `dist` what the sources say; ends the program with a sentence when that fails. */
export function prepare() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Beffroi needs Node 20.19 or newer; this is ${process.versions.node}.`);
  if (!installed())
    run('Installing dependencies (a minute or two, once)', 'npm', [
      'ci',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
  const sources = ['src', 'engine', 'package-lock.json', 'nest-cli.json', '.swcrc'].map(newest);
  if (Math.max(...sources) > newest('dist/src/main.js')) run('Building', 'npm', ['run', '--silent', 'build']);
}

/** Whether node_modules holds what the lock file asks for (packages for other platforms are optional). */
function installed() {
  const [asked, present] = ['package-lock.json', 'node_modules/.package-lock.json'].map(packagesOf);
  return Object.entries(asked).every(
    ([path, wanted]) => path === '' || wanted.optional || present[path]?.version === wanted.version,
  );
}

function packagesOf(file) {
  return existsSync(join(root, file)) ? JSON.parse(readFileSync(join(root, file), 'utf8')).packages : {};
}

/** When the newest file below a path was written; 0 when there is none. Tests and what is read at run time need no build. */
function newest(path) {
  const at = join(root, path);
  if (!existsSync(at)) return 0;
  const status = statSync(at);
  if (!status.isDirectory()) return /\.(spec\.ts|e2e-spec\.ts|njk|yaml)$/.test(path) ? 0 : status.mtimeMs;
  return Math.max(0, ...readdirSync(at).map((name) => newest(join(path, name))));
}

function run(what, command, args) {
  const began = Date.now();
  process.stdout.write(`${what} ...\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error || status !== 0) stop(`${what} failed${error ? `: ${error.message}` : ''}.`);
  process.stdout.write(`${what}: done in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare();
