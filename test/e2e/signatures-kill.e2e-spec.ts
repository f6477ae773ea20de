import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccountsService } from '../../src/access/accounts.service.js';
import { DocumentsService } from '../../src/documents/documents.service.js';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { TrayService } from '../../src/signatures/tray.service.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { pdfsig, pdfsigIsThere } from '../support/pdfsig.js';
import { type SpawnedProgram, spawnBeffroi } from '../support/program.js';
import { openArrete, signingTown } from '../support/signing-town.js';

const DOCUMENTS = 12;
const PATIENCE_MILLISECONDS = 240_000;

/** The background program dies again and again while it signs: in the end every document carries one signature. */
let folder: string;
let database: TestDatabase;
let web: TestProgram;
let background: SpawnedProgram;
const SECRET = 'a secret that only tests know, 32+ long';

async function spawnBackground(): Promise<SpawnedProgram> {
  return spawnBeffroi({ ROLE: 'background', DATABASE_URL: database.url, SECRET, PROCEDURES_DIR: folder, DEMO: 'true' });
}

beforeAll(async () => {
  folder = signingTown({ signatories: ['agent1@example.org'] });
  database = await freshDatabase();
  web = await startBeffroi({ database, env: { PROCEDURES_DIR: folder, ROLE: 'web' } });
  background = await spawnBackground();
}, 120_000);
afterAll(async () => {
  await background.kill();
  await web.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

it('signs once, whoever dies in between', async () => {
  const { id } = (await web.get(AccountsService).byEmail('agent1@example.org'))!;
  const tray = web.get(TrayService);
  const dossier = await openArrete(web, DOCUMENTS);
  await until(async () => (await tray.of(id)).length === DOCUMENTS);
  const waiting = await tray.of(id);
  for (const one of waiting) await tray.seen(id, one.id);
  const ids = waiting.map((one) => one.id);
  expect(await tray.sign(id, ids)).toBe(DOCUMENTS);
  for (const milliseconds of [150, 700, 1_500]) {
    await sleep(milliseconds);
    await background.kill();
    background = await spawnBackground();
  }
  await until(async () => (await web.get(DossiersService).byId(dossier.id))!.publicStatus === 'delivree');
  const { rows } = await database.query<{ n: number; documents: number }>(
    `SELECT count(*)::int AS n, count(DISTINCT data->>'documentId')::int AS documents FROM history_entry
     WHERE dossier_id = $1 AND kind = 'document.signed'`,
    [dossier.id],
  );
  expect(rows).toEqual([{ n: DOCUMENTS, documents: DOCUMENTS }]);
  const documents = web.get(DocumentsService);
  for (const document of await documents.ofDossier(dossier.id)) {
    const { content } = (await documents.download(dossier.id, document.id))!;
    if (pdfsigIsThere()) expect(pdfsig(content)).toMatchObject([{ valid: true, whole: true }]);
    else expect(content.toString('latin1').match(/\/SubFilter \/ETSI.CAdES.detached/g)).toHaveLength(1);
  }
}, 600_000);

async function until(done: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MILLISECONDS;
  while (!(await done())) {
    if (Date.now() > giveUp) throw new Error('It did not come to an end.');
    await sleep(200);
  }
}
