/** `npm run verify-history`: says which entries of the history were changed, removed or put in behind the program's back. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Clock } from './clock.js';
import { readConfig, readEnvFile } from './config.js';
import { dataSourceOptions } from './database/data-source.js';
import { openDatabaseServer } from './database/server.js';
import { linkHistory, verifyHistory } from './history/history-chain.js';
import { withSecret } from './secret.js';

const config = withSecret(readConfig({ ...readEnvFile(), ...process.env }));
const server = await openDatabaseServer(config);
const database = await new DataSource(dataSourceOptions(server.url)).initialize();
let breaks = 0;
try {
  const now = new Clock(config.clockOffset).now();
  while ((await database.transaction((tx) => linkHistory(tx, config.secret, now))) > 0);
  for await (const { caseId, entryId, reason } of verifyHistory(database, config.secret)) {
    breaks++;
    process.stdout.write(`Case ${caseId}: entry ${entryId} was ${reason === 'unlinked' ? 'put in' : reason}.\n`);
  }
  const [{ entries, cases }] = await database.query<[{ entries: string; cases: string }]>(
    'SELECT count(*) AS entries, count(DISTINCT case_id) AS cases FROM history_link',
  );
  process.stdout.write(`${entries} entries of ${cases} cases, ${breaks} broken chains.\n`);
} finally {
  await database.destroy();
  await server.stop();
}
process.exit(breaks === 0 ? 0 : 1);
