/** `npm run backup -- <new folder>` and `npm run restore -- <backup> [data folder]`. */
import { readConfig, readEnvFile } from './config.js';
import { backUp, restore } from './database/backup.js';

const USAGE = `Usage: npm run backup -- <new folder>
       npm run restore -- <folder of a backup> [<new data folder>]`;

try {
  const [what, first, second] = process.argv.slice(2);
  const { dataDir, databaseUrl } = readConfig({ ...readEnvFile(), ...process.env });
  if (databaseUrl) throw new Error('DATABASE_URL names a server of your own: use its own backup, such as pg_dump.');
  if (what === 'backup' && first) await backUp(dataDir, first);
  else if (what === 'restore' && first) await restore(first, second ?? dataDir);
  else throw new Error(USAGE);
  process.stdout.write(what === 'backup' ? `Backed up ${dataDir} to ${first}.\n` : `Restored ${first}.\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
