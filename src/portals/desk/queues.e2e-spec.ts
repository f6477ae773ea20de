import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { bpmn, node, serviceTask } from '../../../test/support/bpmn.js';
import { freePort } from '../../../test/support/free-port.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { redisIsThere, startRedis, type TestRedis } from '../../../test/support/redis.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';
import { History } from '../../history/history.js';
import { Outbox } from '../../outbox/outbox.js';
import { Sweep } from '../../outbox/sweep.js';
import { IncidentsService } from '../../workflow/incidents.service.js';

const backends = redisIsThere() ? (['postgres', 'redis'] as const) : (['postgres'] as const);

describe.each(backends)('the page about the queues on %s', (backend) => {
  let redis: TestRedis | undefined;
  let beffroi: TestWorkflow;
  let admin: HttpBrowser;

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis();
    beffroi = await startWorkflow({ env: { DEMO: 'true', ...(redis && { REDIS_URL: redis.url }) } });
    const url = `http://127.0.0.1:${await freePort()}/`;
    const parts = [node('startEvent', 'start'), serviceTask('call', 'call-webhook', { headers: { url } })];
    await beffroi.deploy('calls.bpmn', bpmn('calls', [...parts, node('endEvent', 'end')]));
    admin = new HttpBrowser(beffroi.url);
    await admin.open('/connexion');
    await admin.submit({ fields: { email: 'admin@example.org', password: 'beffroi-demo' } });
  }, 60_000);
  afterAll(async () => {
    await beffroi?.stop();
    await redis?.stop();
  });

  /** A delivery that cannot be worked on: there is no mail of that number. */
  async function failing(): Promise<string> {
    const tell = { mailId: 'no number' };
    await beffroi.get(DataSource).transaction((tx) => beffroi.get(Outbox).append(tx, 'mail.queued', tell));
    return until('SELECT id AS value FROM outbox_entry WHERE failures > 0 AND wish IS NULL');
  }

  async function until(sql: string): Promise<string> {
    for (const end = Date.now() + 15_000; Date.now() < end; await sleep(50)) {
      const { rows } = await beffroi.database.query<{ value: string }>(sql);
      if (rows[0]) return String(rows[0].value);
    }
    throw new Error(`Never came true: ${sql}`);
  }

  const sweep = () => beffroi.get(Sweep).run();
  const row = (queue: string): string[] => {
    const cells = admin.$(`tr:has(.desk-table__sub:contains("${queue}"))`).first().find('td').toArray();
    return cells.map((cell) => admin.$(cell).text().replace(/\s+/g, ' ').trim());
  };

  it('counts what was done, and shows what fails with its reason; a delivery is retried or discarded with a reason', async () => {
    const id = await failing();
    await sweep();
    await admin.open('/bureau/files');
    expect(admin.text('h1')).toBe('Files d’attente');
    const [, , , fails = '', , failed] = row('notifications');
    expect(fails).toMatch(/^1 /);
    expect(Number(failed)).toBeGreaterThan(0);
    expect(admin.text('main')).toContain('invalid input syntax for type bigint');

    const form = `form[action="/bureau/files/livraisons/${id}/relancer"]`;
    await admin.submit({ form, fields: { motif: ' ' } });
    expect(admin.text('.refused')).toContain('Écrivez un motif');
    await admin.submit({ form, fields: { motif: 'Le serveur est revenu' } });
    expect(admin.text('main')).toContain('relance demandée');
    await sweep();
    // tried again at once, and it fails again
    await until(`SELECT 1 AS value FROM outbox_entry WHERE id = ${id} AND failures > 0 AND wish IS NULL`);
    await admin.open('/bureau/files');
    const discard = admin.$(form).first();
    discard.attr('action', `/bureau/files/livraisons/${id}/abandonner`);
    await admin.submit({ form: `form[action$="${id}/abandonner"]`, fields: { motif: 'Numéro impossible' } });
    await sweep();
    expect((await beffroi.database.query('SELECT FROM outbox_entry')).rowCount).toBe(0);
    await admin.open('/bureau/files');
    expect(admin.text('main')).toContain('Aucune livraison en échec');
    await admin.open('/bureau/organisation');
    expect(admin.text('.case-history')).toContain(`Livraison abandonnée : notifications, mail.queued ${id} – Numéro`);
    expect(admin.text('.case-history')).toContain('– Le serveur est revenu');
  }, 60_000);

  it('shows jobs that will be tried again; one that is discarded becomes an incident, in the history of its case', async () => {
    const instance = await beffroi.start('calls');
    await beffroi.settled();
    await admin.open('/bureau/files');
    const action = admin.$('form[action*="/travaux/"]').attr('action')!;
    expect(admin.text('main')).toContain('call-webhook');
    expect(admin.text('main')).toContain('fetch failed');
    await admin.submit({ form: `form[action="${action}"]`, fields: { motif: 'Encore une fois' } });
    await beffroi.settled();
    const { rows } = await beffroi.database.query<{ retries: number }>('SELECT retries FROM job');
    expect(rows).toEqual([{ retries: 1 }]);
    await admin.open('/bureau/files');
    admin.$(`form[action="${action}"]`).attr('action', action.replace('relancer', 'abandonner'));
    await admin.submit({ form: 'form[action$="/abandonner"]', fields: { motif: 'Le service est fermé' } });
    await beffroi.settled();
    const incidents = await beffroi.get(IncidentsService).search();
    expect(incidents).toMatchObject([{ processInstanceId: instance, message: 'Le service est fermé' }]);
    const history = await beffroi.get(History).search({ processInstanceKey: instance });
    const told = history.filter(({ kind }) => kind.startsWith('job.')).map(({ kind, data }) => [kind, data['reason']]);
    expect(told).toEqual([
      ['job.retry', 'Encore une fois'],
      ['job.discard', 'Le service est fermé'],
    ]);
    await sweep();
    await admin.open('/bureau/files');
    const [waiting, , , , completed] = row('jobs');
    expect(waiting).toBe('0');
    expect(Number(completed)).toBeGreaterThan(0);
  }, 60_000);
});
