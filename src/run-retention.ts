/**
 * `npm run retention [-- --dry-run [--ahead P30D]]`: erases what is due, as the daily round does; `--dry-run` only says it,
 * one line per dossier. What may not be erased is said at /bureau/conservation.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { Clock, readDuration } from './clock.js';
import { readConfig, readEnvFile } from './config.js';
import { dataSourceOptions } from './database/data-source.js';
import { openDatabaseServer } from './database/server.js';
import { procedureFolders } from './procedures/procedure-folders.js';
import { readProcedure } from './procedures/read-procedure.js';
import { dossiersWithoutRule, type DueDossier } from './retention/due-dossiers.js';
import { allDueFiles, type DueFile } from './retention/due-files.js';
import { allDue, retentionRound } from './retention/retention-round.js';
import { retentionRules } from './retention/retention-rules.js';
import { withSecret } from './secret.js';

const USAGE = 'Usage: npm run retention -- [--dry-run [--ahead P30D]]';

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const options = { 'dry-run': { type: 'boolean', default: false }, ahead: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const ahead = values.ahead === undefined ? 0 : readDuration(values.ahead);
  if (ahead === undefined || (ahead !== 0 && !values['dry-run'])) throw new Error(USAGE);
  const config = withSecret(readConfig({ ...readEnvFile(), ...process.env }));
  const server = await openDatabaseServer(config);
  const database = await new DataSource(dataSourceOptions(server.url)).initialize();
  try {
    const now = new Date(new Clock(config.clockOffset).now().getTime() + ahead);
    const procedures = procedureFolders(config.proceduresDir).flatMap(
      (folder) => readProcedure(folder).procedure ?? [],
    );
    const rules = retentionRules(procedures);
    if (values['dry-run']) {
      for await (const dossier of allDue(database, rules, now)) say(line(dossier));
      for await (const file of allDueFiles(database, rules, now)) say(lineOfFile(file));
      for (const { procedureKey, dossiers } of await dossiersWithoutRule(database, rules))
        say(
          `${dossiers} closed dossiers of ${procedureKey}, which is not offered any more: kept, nobody says how long.`,
        );
      return 0;
    }
    const before = new Date(now.getTime() - (readDuration(config.keepEnded) ?? 0));
    const done = await retentionRound({ database, rules, key: config.secret, now, before });
    const { dossiers, files, processInstances, deliveries } = done;
    say(
      `Erased ${dossiers} dossiers, ${files} files, ${processInstances} process instances, ${deliveries} deliveries.`,
    );
    return 0;
  } finally {
    await database.destroy();
    await server.stop();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function lineOfFile({ number, procedureKey, issuedAt, rule, until, size, held }: DueFile): string {
  const fate = held === null ? `erase: the file, ${size} bytes` : `held: ${held}`;
  return `${number}  ${procedureKey}  issued ${day(issuedAt)}  ${rule} until ${day(until)}  ${fate}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function line({ reference, procedureKey, closedAt, rule, until, held, running, contents }: DueDossier): string {
  const goes = Object.entries(contents).flatMap(([table, n]) => (n > 0 ? [`${n} ${table}`] : []));
  const fate = held !== null ? `held: ${held}` : running ? 'kept: its process goes on' : `erase: ${goes.join(', ')}`;
  return `${reference}  ${procedureKey}  closed ${day(closedAt)}  ${rule} until ${day(until)}  ${fate}`;
}
