/**
 * How long the program takes for a page of the inbox of a department with many open tasks, from the request to the last byte:
 * every tab, filter, order and search, and the figures that an open page asks for.
 *
 *     npm run bench:inbox -- [--json] [--tasks=10000] [--times=15]
 *
 * Starts the built program on a database of its own in the temporary folder. The time to hold: 50 ms a page.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { seedInbox } from './inbox-rows.mjs';

const PAGES = {
  'own tasks': 'vue=mes-taches',
  'tasks of nobody': 'vue=a-prendre',
  'the whole department': 'vue=service',
  'to follow up': 'vue=a-suivre',
  overdue: 'vue=en-retard',
  'the 300th page': 'vue=service&page=300',
  'by procedure': 'vue=service&demarche=inbox-0',
  'by status': 'vue=service&etat=en-traitement',
  'by channel': 'vue=service&canal=counter',
  'by status and channel': 'vue=service&etat=en-traitement&canal=counter',
  'a number': 'vue=service&q=BEN-2026-0012001',
  'a family name': 'vue=service&q=exemple12',
  'a word of every dossier': 'vue=service&q=bench',
  nothing: 'vue=service&q=piscine',
};

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    tasks: { type: 'string', default: '10000' },
    times: { type: 'string', default: '15' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'beffroi-inbox-'));
const server = await startEmbeddedPostgres(folder);
const port = 20_000 + Math.floor(Math.random() * 20_000);
const url = `http://127.0.0.1:${port}`;
const env = { PATH: process.env.PATH, DATABASE_URL: server.url, PORT: String(port), DEMO: 'true', LOG_LEVEL: 'error' };
const SECRET = 'only for a bench on this machine, 32 letters';
const main = join(import.meta.dirname, '../../dist/src/main.js');
const program = spawn(process.execPath, [main], { env: { ...env, SECRET }, stdio: ['ignore', 'ignore', 'inherit'] });
const stop = async () => {
  program.kill('SIGINT');
  await new Promise((done) => program.once('exit', done));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
};
process.once('SIGINT', () => void stop().then(() => process.exit(130)));

try {
  await untilReady();
  const db = new pg.Pool({ connectionString: server.url, max: 1 });
  const { rows } = await db.query(`SELECT id FROM account WHERE email LIKE 'agent_@example.org' ORDER BY email`);
  const tasks = Number(values.tasks);
  await seedInbox(db, { tasks, agent: rows[0].id, colleague: rows[1].id, now: new Date().toISOString() });
  await db.end();
  const headers = { cookie: await signIn(), 'accept-language': 'fr' };
  const pages = {};
  for (const [name, address] of Object.entries(PAGES))
    pages[name] = await measured(`${url}/bureau?${address}`, headers);
  pages['what an open page asks'] = await measured(`${url}/bureau/nouvelles`, headers);
  const figures = {
    tasks,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    milliseconds: pages,
  };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    console.log(`${tasks} open tasks, ${figures.cores} × ${figures.processor}`);
    for (const [name, one] of Object.entries(pages))
      console.log(`${name.padEnd(28)} ${String(one.median).padStart(7)} ms, worst ${one.worst} ms`);
  }
} finally {
  await stop();
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
async function measured(address, headers) {
  const times = [];
  for (let index = -2; index < Number(values.times); index++) {
    const begin = performance.now();
    const response = await fetch(address, { headers, redirect: 'manual' });
    await response.text();
    if (response.status !== 200) throw new Error(`${address} answers ${response.status}.`);
    if (index >= 0) times.push(performance.now() - begin);
  }
  times.sort((one, other) => one - other);
  const rounded = (value) => Math.round(value * 10) / 10;
  return { median: rounded(times[Math.floor(times.length / 2)]), worst: rounded(times.at(-1)) };
}
