/**
 * How long the program takes for a page of the inbox of a department with many open tasks, from the request to the last byte:
 * every tab, filter, order and search, and the figures that an open page asks for; and how much processor time of the program
 * and of the database a page costs, whatever else the machine does meanwhile.
 *
 *     npm run bench:inbox -- [--json] [--tasks=10000] [--times=15]
 *
 * Starts the built program on a database of its own in the temporary folder, with the shipped procedures and one that has a
 * legal clock. The time to hold: 50 ms a page.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { seedClocks, seedInbox } from './inbox-rows.mjs';
import { processorTime } from './measure.mjs';

const PAGES = {
  'own tasks': 'vue=mes-taches',
  'tasks of nobody': 'vue=a-prendre',
  'the whole department': 'vue=service',
  'to follow up': 'vue=a-suivre',
  overdue: 'vue=en-retard',
  'the 300th page': 'vue=service&page=300',
  'by procedure': 'vue=service&demarche=autorisation',
  'by status': 'vue=service&etat=en-traitement',
  'by channel': 'vue=service&canal=counter',
  'by status and channel': 'vue=service&etat=en-traitement&canal=counter',
  'a number': 'vue=service&q=BEN-2026-0012001',
  'a family name': 'vue=service&q=exemple12',
  'a word of every dossier': 'vue=service&q=bench',
  nothing: 'vue=service&q=piscine',
  'by legal clock': 'vue=service&tri=delai',
  'by legal clock, the 300th page': 'vue=service&tri=delai&page=300',
  'own tasks by legal clock': 'vue=mes-taches&tri=delai',
  'whose legal clock is over': 'vue=service&delai=depasse',
  'whose legal clock ends soon': 'vue=service&delai=proche',
  'whose legal clock stands still': 'vue=service&delai=suspendu',
  'by all of these':
    'vue=service&demarche=autorisation&etat=en-traitement&canal=counter&delai=depasse&tri=delai&q=bench',
  'without an address': '',
};
const CLOCK = { procedure: 'autorisation', start: 'autorisation-debut', suspends: 'complement-recevoir' };

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    tasks: { type: 'string', default: '10000' },
    times: { type: 'string', default: '15' },
  },
});
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'beffroi-inbox-'));
const procedures = join(folder, 'procedures');
for (const shared of ['procedures', 'test/blocks']) cpSync(join(root, shared), procedures, { recursive: true });
const server = await startEmbeddedPostgres(join(folder, 'data'));
const port = 20_000 + Math.floor(Math.random() * 20_000);
const url = `http://127.0.0.1:${port}`;
const env = {
  PATH: process.env.PATH,
  DATABASE_URL: server.url,
  PORT: String(port),
  DEMO: 'true',
  LOG_LEVEL: 'error',
  PROCEDURES_DIR: procedures,
  SECRET: 'only for a bench on this machine, 32 letters',
};
let program;
await start();
const stop = async () => {
  await ended();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
};
process.once('SIGINT', () => void stop().then(() => process.exit(130)));

try {
  const db = new pg.Pool({ connectionString: server.url, max: 1 });
  const { rows } = await db.query(`SELECT id FROM account WHERE email LIKE 'agent_@example.org' ORDER BY email`);
  const tasks = Number(values.tasks);
  await seedInbox(db, { tasks, agent: rows[0].id, colleague: rows[1].id, now: new Date().toISOString() });
  await seedClocks(db, CLOCK);
  // a program that starts writes down how the clocks stand
  await ended();
  const began = performance.now();
  await start();
  const open = `SELECT count(*)::int AS n FROM dossier WHERE closed_at IS NULL AND process_instance_key IS NOT NULL`;
  const read = async () => (await db.query(`SELECT (${open}) = (SELECT count(*) FROM case_clock) AS all`)).rows[0].all;
  while (!(await read())) await new Promise((resolve) => setTimeout(resolve, 250));
  const clocksRead = Math.round(performance.now() - began);
  await db.query('VACUUM ANALYZE case_clock');
  const [{ pid }] = (await db.query('SELECT pg_backend_pid() AS pid')).rows;
  const postmaster = parentOf(pid);
  await db.end();
  const headers = { cookie: await signIn(), 'accept-language': 'fr' };
  const pages = {};
  for (const [name, address] of Object.entries(PAGES))
    pages[name] = await measured(`${url}/bureau?${address}`, headers, postmaster);
  pages['what an open page asks'] = await measured(`${url}/bureau/nouvelles`, headers, postmaster);
  const figures = {
    tasks,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    load: loadavg()[0],
    clocksRead,
    milliseconds: pages,
  };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    console.log(`${tasks} open tasks, ${figures.cores} × ${figures.processor}, load ${figures.load.toFixed(1)}`);
    console.log(`every legal clock read in ${clocksRead} ms from the start of the program`);
    for (const [name, { median, worst, program, database }] of Object.entries(pages))
      console.log(
        `${name.padEnd(32)} ${String(median).padStart(6)} ms, worst ${String(worst).padStart(6)} ms;` +
          ` processor: program ${program} ms, database ${database} ms`,
      );
  }
} finally {
  await stop();
}

async function start() {
  const main = join(root, 'dist/src/main.js');
  program = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  await untilReady();
}

async function ended() {
  if (program.exitCode !== null) return;
  program.kill('SIGINT');
  await new Promise((done) => program.once('exit', done));
}

async function untilReady() {
  for (let tries = 0; tries < 240; tries++) {
    if ((await fetch(`${url}/health/ready`).catch(() => undefined))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The program did not start within a minute.');
}

/** Of an agent of the demonstration. */
async function signIn() {
  const page = await fetch(`${url}/connexion`);
  const cookie = cookieOf(page);
  const [, token] = /name="_csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  const body = new URLSearchParams({ _csrf: token ?? '', email: 'agent1@example.org', password: 'beffroi-demo' });
  const answer = await fetch(`${url}/connexion`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
  return cookieOf(answer) || cookie;
}

function cookieOf(response) {
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** The first two are for the caches of the program and of the database. */
async function measured(address, headers, postmaster) {
  const times = [];
  let before;
  for (let index = -2; index < Number(values.times); index++) {
    if (index === 0) before = spent(postmaster);
    const begin = performance.now();
    const response = await fetch(address, { headers, redirect: 'manual' });
    await response.text();
    if (response.status !== 200) throw new Error(`${address} answers ${response.status}.`);
    if (index >= 0) times.push(performance.now() - begin);
  }
  const after = spent(postmaster);
  times.sort((one, other) => one - other);
  const rounded = (value) => Math.round(value * 10) / 10;
  return {
    median: rounded(times[Math.floor(times.length / 2)]),
    worst: rounded(times.at(-1)),
    program: rounded((after.program - before.program) / times.length),
    database: rounded((after.database - before.database) / times.length),
  };
}

/** Processor milliseconds so far. */
function spent(postmaster) {
  return { program: processorTime(program.pid), database: processorTime(postmaster) };
}

function parentOf(pid) {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[1],
    );
  } catch {
    return 0; // nowhere but on Linux
  }
}
