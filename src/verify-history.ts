/** `npm run verify-history`: says which entries of the history were changed, removed or put in behind the program's back. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Clock } from './clock.js';
import { readConfig, readEnvFile } from './config.js';
import { dataSourceOptions } from './database/data-source.js';
import { openDatabaseServer } from './database/server.js';
import { linkHistory } from './history/history-chain.js';
import { type Break, verifyHistory } from './history/verify-chain.js';
import { withSecret } from './secret.js';

const config = withSecret(readConfig({ ...readEnvFile(), ...process.env }));
const server = await openDatabaseServer(config);
const database = await new DataSource(dataSourceOptions(server.url)).initialize();
let breaks = 0;
try {
  const now = new Clock(config.clockOffset).now();
  while ((await database.transaction((tx) => linkHistory(tx, config.secret, now))) > 0);
  for await (const one of verifyHistory(database, config.secret)) {
    breaks++;
    process.stdout.write(`${sentence(one)}\n`);
  }
  const [{ entries, cases, erased }] = await database.query<[{ entries: string; cases: string; erased: string }]>(
    `SELECT (SELECT count(*) FROM history_link) AS entries, (SELECT count(*) FROM history_head) AS cases,
       (SELECT count(DISTINCT case_id) FROM history_erasure) AS erased`,
  );
  const [end] = await database.query<[{ number: number; hash: string }?]>(
    `SELECT number, encode(hash, 'hex') AS hash FROM history_round ORDER BY number DESC LIMIT 1`,
  );
  process.stdout.write(
    `${entries} entries of ${cases} cases (${erased} erased after their retention), ${breaks} faults.\n`,
  );
  if (end) process.stdout.write(`Round ${end.number}, ${end.hash}\n`);
} finally {
  await database.destroy();
  await server.stop();
}
process.exit(breaks === 0 ? 0 : 1);

function sentence(one: Break): string {
  if ('round' in one)
    return `Round ${one.round} of ${one.linkedAt.toISOString()} was sealed with ${one.links} links and has ${one.found}, or others.`;
  const { caseId, entryId, reason } = one;
  if (reason === 'cut')
    return `Case ${caseId}: its newest entries are gone${entryId ? `, those after ${entryId}` : ''}.`;
  return `Case ${caseId}: entry ${entryId} was ${reason === 'unlinked' ? 'put in' : reason}.`;
}
