import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import { bpmn, node } from '../../test/support/bpmn.js';
import { testClock } from '../../test/support/clock.js';
import { dossierStage } from '../../test/support/dossier-stage.js';
import { HttpBrowser } from '../../test/support/http-browser.js';
import { Config, root } from '../config.js';
import { SYSTEM } from '../history/actor.js';
import { linkHistory } from '../history/history-chain.js';
import { type Break, verifyHistory } from '../history/verify-chain.js';
import { DeploymentsService } from '../workflow/deployments.service.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import { KNOWN_TABLES } from './case-tables.js';
import { RetentionService } from './retention.service.js';

const START = '2026-03-02T09:00:00Z';

describe('retention', () => {
  let beffroi: TestProgram;
  let folder: string;
  const { browser, submitted, decide } = dossierStage(() => beffroi);
  const rows = async (query: string, values: unknown[] = []): Promise<unknown[]> =>
    (await beffroi.database.query<object>(query, values)).rows;
  const references = async (): Promise<string[]> =>
    ((await rows('SELECT reference FROM dossier ORDER BY id')) as { reference: string }[]).map((one) => one.reference);
  const breaks = async (): Promise<Break[]> => {
    const source = beffroi.get(DataSource);
    const { secret } = beffroi.get(Config);
    await source.transaction((tx) => linkHistory(tx, secret, beffroi.clock.now()));
    const found: Break[] = [];
    for await (const one of verifyHistory(source, secret)) found.push(one);
    return found;
  };
  /** In a program of its own, as somebody types it; its clock is where that of the test stands. */
  const command = async (...args: string[]): Promise<string> => {
    const ahead = Math.round((beffroi.clock.now().getTime() - Date.now()) / 1_000);
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: beffroi.database.url,
      SECRET: beffroi.get(Config).secret,
      PROCEDURES_DIR: folder,
      BEFFROI_CLOCK_OFFSET: `${ahead < 0 ? '-' : ''}PT${Math.abs(ahead)}S`,
    };
    const child = spawn(process.execPath, [join(root, 'dist/src/run-retention.js'), ...args], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await new Promise((done) => child.once('close', done));
    return output;
  };

  beforeAll(async () => {
    folder = attestation();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder }, clock: testClock(START) });
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  it('knows every table that holds something of a case', async () => {
    const tables = (await rows(
      `SELECT DISTINCT c.relname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
         AND a.attname IN ('process_instance_id', 'dossier_id', 'root_id')`,
    )) as { name: string }[];
    expect(tables.map(({ name }) => name).filter((name) => !KNOWN_TABLES.includes(name))).toEqual([]);
  });

  let erased: string;
  let held: string;
  let open: string;

  it('says what would go, one line per dossier, and erases nothing', async () => {
    const who = await browser();
    const [first, second, third] = [await submitted(who), await submitted(who), await submitted(who)];
    await decide(first.dossier, 'oui');
    await decide(second.dossier, 'oui');
    [erased, held, open] = [first.reference, second.reference, third.reference];
    await beffroi.advance('P364D');
    expect(await command('--dry-run')).toBe('');
    const lines = (await command('--dry-run', '--ahead', 'P2D')).trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      new RegExp(
        `^${erased}  attestation  closed 2026-03-02  P1Y until 2027-03-02  erase: 1 attachment, 1 document, 2 mail_message, 1 process_instance, \\d+ history_entry$`,
      ),
    );
    expect(await references()).toEqual([erased, held, open]);
    expect(await command('--ahead', 'P2D')).toContain('Usage: npm run retention');
  }, 60_000);

  it('shows an administrator the same, who holds one of them', async () => {
    const administrator = new HttpBrowser(beffroi.url);
    await administrator.open('/connexion');
    await administrator.submit({ fields: { email: 'admin@example.org', password: 'beffroi-demo' } });
    await administrator.open('/bureau/conservation');
    expect(administrator.text('main')).toContain('2 dossiers seront effacés dans les 30 jours.');
    expect(administrator.text('tbody tr:first-child')).toContain(`${erased}Attestation`);
    const form = 'form[action$="/retenir"]';
    await administrator.submit({ form, fields: { numero: 'TRN-1999-000001', motif: 'Recours' } });
    expect(administrator.text('[role=alert]')).toBe('Ce numéro de dossier n’existe pas.');
    await administrator.submit({ form, fields: { numero: held.toLowerCase(), motif: 'Recours' } });
    expect(administrator.text('[role=status]')).toBe('C’est enregistré.');
    expect(administrator.text('main')).toContain('Un dossier sera effacé dans les 30 jours.');
    expect(await rows(`SELECT data FROM history_entry WHERE kind = 'dossier.held'`)).toEqual([
      { data: { reason: 'Recours' } },
    ]);
  });

  it('erases in the night when the time has come, with everything, but not what is held or open', async () => {
    const [{ id, instance }] = (await rows(
      'SELECT id, process_instance_key AS instance FROM dossier WHERE reference = $1',
      [erased],
    )) as [{ id: string; instance: string }];
    await beffroi.advance('P2D');
    expect(await references()).toEqual([held, open]);
    expect(await rows('SELECT reference, procedure_key, outcome, rule FROM erased_dossier')).toEqual([
      { reference: erased, procedure_key: 'attestation', outcome: 'prete', rule: 'P1Y' },
    ]);
    for (const table of ['attachment', 'document', 'mail_message'])
      expect(await rows(`SELECT FROM ${table} WHERE dossier_id = $1`, [id])).toEqual([]);
    for (const table of ['user_task', 'finished_job', 'decision_instance', 'variable_key'])
      expect(await rows(`SELECT FROM ${table} WHERE process_instance_id = $1`, [instance])).toEqual([]);
    expect(await rows('SELECT FROM process_instance WHERE id = $1', [instance])).toEqual([]);
    expect(
      await rows('SELECT kind FROM history_entry WHERE dossier_id = $1 OR process_instance_id = $2', [id, instance]),
    ).toEqual([{ kind: 'dossier.erased' }]);
    expect(await rows('SELECT dossiers FROM retention_round ORDER BY day DESC LIMIT 1')).toEqual([{ dossiers: 1 }]);
    // nothing that a person wrote is left, wherever it was
    const tables = (await rows(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    )) as { name: string }[];
    const left = await Promise.all(
      tables.map(async ({ name }) => {
        const found = await rows(`SELECT FROM ${name} AS t WHERE t::text LIKE '%' || $1 || '%'`, [erased]);
        return found.length > 0 ? name : undefined;
      }),
    );
    expect(left.filter((name) => name !== undefined && !name.startsWith('history_entry'))).toEqual(['erased_dossier']);
  });

  it('leaves a history that is whole', async () => {
    expect(await breaks()).toEqual([]);
    expect(await rows('SELECT case_id FROM history_erasure')).toHaveLength(2);
  });

  it('erases what was held, once it is released, by the command', async () => {
    expect(await command('--dry-run')).toMatch(new RegExp(`^${held}  .*  held: Recours\n$`));
    const [hold] = await beffroi.get(RetentionService).holds();
    expect(await beffroi.get(RetentionService).release(hold!.dossierId, SYSTEM)).toBe(true);
    expect(await command()).toBe('Erased 1 dossiers, 0 files, 0 process instances, 0 deliveries.\n');
    expect(await references()).toEqual([open]);
    expect(await breaks()).toEqual([]);
  }, 60_000);

  it('erases process instances without a dossier, a year after they ended', async () => {
    const source = beffroi.get(DataSource);
    const content = bpmn('errand', [node('startEvent', 'start'), node('endEvent', 'end')]);
    await source.transaction((tx) =>
      beffroi.get(DeploymentsService).deploy(tx, { resources: [{ name: 'errand.bpmn', content }] }),
    );
    await source.transaction((tx) =>
      beffroi.get(ProcessInstancesService).start(tx, { processId: 'errand', variables: {}, actor: SYSTEM }),
    );
    const count = async (): Promise<number> =>
      (await rows(`SELECT FROM process_instance WHERE process_id = 'errand'`)).length;
    await beffroi.advance('P364D');
    expect(await count()).toBe(1);
    await beffroi.advance('P2D');
    expect(await count()).toBe(0);
    expect(await references()).toEqual([open]);
    expect(await breaks()).toEqual([]);
  });
});
