/**
 * What a page of the citizens' portal weighs, and how long the program takes for it when 100 come per second.
 *
 *     npm run bench:portal -- [--json] [--rate=100] [--seconds=5]
 *
 * Requests begin at fixed times, whether earlier ones are answered or not, so that a slow answer delays no other one's clock.
 * A time is from that moment to the last byte, on the same machine: it holds the server's time and a little more. The weight is
 * in bytes as they travel: `page` alone, and `first` with everything that a browser without a cache fetches for it.
 * Starts the built program on a database of its own in the temporary folder.
 */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { URLSearchParams } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '5' },
  },
});
const GOALS = { p95Milliseconds: 50, kilobytes: 60 };
const folder = mkdtempSync(join(tmpdir(), 'beffroi-portal-'));
const server = await startEmbeddedPostgres(folder);
const port = 20_000 + Math.floor(Math.random() * 20_000);
const url = `http://127.0.0.1:${port}`;
const env = { PATH: process.env.PATH, DATABASE_URL: server.url, PORT: String(port), DEMO: 'true', LOG_LEVEL: 'error' };
const SECRET = 'only for a bench on this machine, 32 letters';
const main = join(import.meta.dirname, '../../dist/src/main.js');
const program = spawn(process.execPath, [main], { env: { ...env, SECRET }, stdio: ['ignore', 'ignore', 'inherit'] });
const agent = new Agent({ keepAlive: true, maxSockets: 200 });
const stop = async () => {
  agent.destroy();
  program.kill('SIGINT');
  await new Promise((done) => program.once('exit', done));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
};
process.once('SIGINT', () => void stop().then(() => process.exit(130)));

try {
  await untilReady();
  const citizen = new Visitor();
  await citizen.post('/connexion', { email: 'alice@example.org', password: 'beffroi-demo' }, '/connexion');
  const { location: form } = await citizen.post(
    '/demarches/certificat-de-residence/demarrer',
    {},
    '/demarches/certificat-de-residence',
  );
  const nobody = new Visitor();
  const pages = {
    home: [nobody, '/'],
    catalogue: [nobody, '/demarches'],
    search: [nobody, '/demarches?q=domicile'],
    procedure: [nobody, '/demarches/certificat-de-residence'],
    'first page of a form': [citizen, form],
    'follow a request': [nobody, '/suivi'],
    'sign in': [nobody, '/connexion'],
    'own requests': [citizen, '/mes-demandes'],
    basket: [citizen, '/panier'],
    'own account': [citizen, '/mon-compte'],
    news: [citizen, '/mon-compte/nouvelles'],
    'verify a document': [nobody, '/verify'],
  };
  const loadBefore = loadavg()[0];
  const measured = {};
  for (const [name, [visitor, path]] of Object.entries(pages))
    measured[name] = { ...(await visitor.weigh(path)), ...(await visitor.press(path)) };
  const figures = {
    rate: Number(values.rate),
    seconds: Number(values.seconds),
    goals: GOALS,
    loadBefore,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    pages: measured,
  };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    console.log(`${figures.rate}/s, ${figures.cores} × ${figures.processor}, load ${loadBefore.toFixed(1)} before`);
    for (const [name, { milliseconds, kilobytes }] of Object.entries(measured))
      console.log(
        `${name.padEnd(22)} p95 ${String(milliseconds.p95).padStart(7)} ms  page ${kilobytes.page} kB, first ${kilobytes.first} kB`,
      );
  }
} finally {
  await stop();
}

async function untilReady() {
  for (let tries = 0; tries < 240; tries++) {
    if ((await fetch(`${url}/health/ready`).catch(() => undefined))?.ok) return;
    await sleep(250);
  }
  throw new Error('The program did not start within a minute.');
}

/** A browser, as far as a server sees it. */
function Visitor() {
  const cookies = new Map();
  /** The answer as it travels, compressed when the server does so. */
  const ask = (path, { method = 'GET', body } = {}) =>
    new Promise((done, failed) => {
      const headers = {
        'accept-encoding': 'br, gzip',
        'accept-language': 'fr',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
      };
      const asked = request(new URL(path, url), { method, headers, agent }, (response) => {
        for (const one of response.headers['set-cookie'] ?? []) {
          const [name, value] = one.split(';')[0].split('=');
          cookies.set(name, value);
        }
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('end', () =>
          done({
            status: response.statusCode,
            content: Buffer.concat(pieces),
            location: response.headers.location,
            type: response.headers['content-type'] ?? '',
          }),
        );
      });
      asked.on('error', failed);
      asked.end(body);
    });

  this.post = async (path, fields, from) => {
    const { content } = await ask(from);
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(content.toString()) ?? [];
    const answer = await ask(path, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: token, ...fields }).toString(),
    });
    if (answer.status !== 303) throw new Error(`POST ${path} answers ${answer.status}.`);
    return answer;
  };

  /** The page, and what it names that a browser fetches by itself: style, scripts and what they import, fonts, pictures. */
  this.weigh = async (path) => {
    const { content: page, status } = await ask(path);
    if (status !== 200) throw new Error(`${path} answers ${status}.`);
    const named = [...page.toString().matchAll(/(?:<link [^>]*?href|<script [^>]*?src|<img [^>]*?src)="(\/[^"]+)"/g)];
    const parts = new Map();
    for (const [, address] of named) parts.set(address, (await ask(address)).content.length);
    if (named.some(([, address]) => address.startsWith('/assets/portal.js')))
      parts.set('/assets/govuk-frontend.min.js', (await ask('/assets/govuk-frontend.min.js')).content.length);
    const all = [...parts.values()].reduce((sum, size) => sum + size, page.length);
    return { kilobytes: { page: kilo(page.length), first: kilo(all) } };
  };

  /** The first requests are for the caches of the program and of the database. */
  this.press = async (path) => {
    for (let index = 0; index < 20; index++) await ask(path);
    const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
    const begin = performance.now();
    const waiting = [];
    const times = [];
    let failed = 0;
    for (let index = 0; index < rate * seconds; index++) {
      const due = begin + (index * 1_000) / rate;
      const wait = due - performance.now();
      if (wait > 1) await sleep(wait);
      const sent = performance.now();
      waiting.push(
        ask(path).then(
          ({ status }) => {
            times.push(performance.now() - sent);
            if (status !== 200) failed++;
          },
          () => failed++,
        ),
      );
    }
    await Promise.all(waiting);
    const perSecond = Math.round((rate * seconds) / ((performance.now() - begin) / 1_000));
    times.sort((one, other) => one - other);
    const at = (share) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
    return { milliseconds: { p50: at(0.5), p95: at(0.95), p99: at(0.99) }, perSecond, failed };
  };
}

function kilo(bytes) {
  return Math.round(bytes / 100) / 10;
}
