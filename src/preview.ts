import 'reflect-metadata';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { DEMO_PASSWORD, DemoAccounts } from './access/demo-accounts.js';
import { Clock } from './clock.js';
import { Config, readConfig } from './config.js';
import { migrate } from './database/migrate.js';
import { openDatabaseServer } from './database/server.js';
import { PreviewBar } from './portals/preview/preview-bar.js';
import { createProgram } from './program.js';

/**
 * The whole program for one folder, on this machine alone, with a database of its own that goes when it ends:
 * `node dist/src/preview.js <folder> <port>`. `beffroi preview` starts it.
 */
async function preview(folder: string, port: string): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'beffroi-preview-'));
  chmodSync(place, 0o755); // PostgreSQL's user may enter
  const data = join(place, 'data');
  mkdirSync(data);
  const given = readConfig({
    PORT: port,
    HOST: '127.0.0.1',
    DATA_DIR: data,
    // departments and settings lie beside the folder
    PROCEDURES_DIR: dirname(folder),
    SECRET: 'a preview has nothing that is worth hiding',
    DEMO: 'true',
    LOG_LEVEL: 'error',
  });
  const config = Object.freeze(Object.assign(new Config(), given, { previewOf: folder }));
  const server = await openDatabaseServer(config);
  await migrate(server.url, { queues: true });
  const app = await createProgram({ config, server, clock: new Clock() });
  app.use(app.get(PreviewBar, { strict: false }).use);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.close().catch(() => undefined);
    await server.stop();
    rmSync(place, { recursive: true, force: true });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  try {
    await app.listen(config.port ?? 0, config.host);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    await server.stop();
    rmSync(place, { recursive: true, force: true });
    process.exit(1);
  }
  const url = await app.getUrl();
  const agents = app
    .get(DemoAccounts, { strict: false })
    .signIns()
    .filter(({ role }) => role === 'agent');
  process.stdout.write(
    `Preview of ${folder}\n  citizens  ${url}/demarches/${basename(folder)}\n  agents    ${url}/bureau  (${agents[0]?.email ?? ''}, password ${DEMO_PASSWORD})\nA changed file is seen at once. Ctrl-C ends it, and everything in it.\n`,
  );
}

const [folder = '', port = '0'] = process.argv.slice(2);
await preview(resolve(folder), port);
