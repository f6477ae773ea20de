import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkProcedure } from '../../src/procedures/check-procedure.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../support/camunda-clients.js';
import { HttpBrowser } from '../support/http-browser.js';

const folder = join(import.meta.dirname, '../../docs/how-to/book-a-room');
const procedure = 'reservation-de-salle';

/** The project of docs/how-to as it is written there, in a program of its own, with a booking tool to talk to. */
describe('a worker outside', () => {
  let beffroi: TestProgram;
  let clients: CamundaClients;
  let tool: Server;
  let worker: ChildProcess;
  const bookings = new Map<string, string>();
  let isAway = true;
  let calls = 0;

  beforeAll(async () => {
    beffroi = await startBeffroi({ env: { API_OPEN: 'true', PROCEDURES_DIR: join(folder, 'procedures') } });
    clients = camundaClients(beffroi);
    tool = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => (text += String(part)));
      request.on('end', () => {
        calls++;
        const status = isAway ? 503 : bookings.has(text) ? 409 : 201;
        if (status === 201) bookings.set(text, String(request.headers['idempotency-key']));
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ number: bookings.size }));
      });
    });
    await new Promise<void>((listening) => tool.listen(0, '127.0.0.1', listening));
    const typescript = join(import.meta.dirname, '../support/typescript.mjs');
    worker = spawn(process.execPath, ['--import', typescript, join(folder, 'worker.ts')], {
      env: {
        PATH: process.env['PATH'],
        ZEEBE_REST_ADDRESS: beffroi.url,
        CAMUNDA_AUTH_STRATEGY: 'NONE',
        CAMUNDA_LOG_LEVEL: 'none',
        ROOMS_URL: `http://127.0.0.1:${(tool.address() as AddressInfo).port}`,
      },
      stdio: 'ignore',
    });
  });
  afterAll(async () => {
    worker.kill('SIGKILL');
    tool.close();
    await beffroi.stop();
  });

  /** A citizen asks for a room: the reference of the dossier. */
  const request = async (): Promise<string> => {
    await beffroi.database.query('DELETE FROM rate_limit');
    const browser = new HttpBrowser(beffroi.url);
    await browser.open(`/demarches/${procedure}`);
    await browser.submit({ form: 'form[action$="demarrer"]' });
    const year = beffroi.clock.now().getFullYear() + 1;
    const day = { 'jour-day': '2', 'jour-month': '5', 'jour-year': String(year) };
    await browser.submit({ fields: { salle: 'halle-aux-draps', ...day } });
    await browser.submit({ fields: { prenom: 'Alice', nom: 'Exemple', email: 'alice@example.org' } });
    expect(browser.path).toMatch(/verifier$/);
    await browser.submit();
    expect(browser.path).toMatch(/confirmation$/);
    const { rows } = await beffroi.database.query<{ key: string }>(
      'SELECT max(process_instance_key) AS key FROM dossier',
    );
    return rows[0]!.key;
  };
  const end = async (processInstanceKey: string): Promise<string[]> => {
    const filter = { processInstanceKey, type: 'END_EVENT' } as never;
    for (let tries = 0; tries < 400; tries++) {
      const { items } = await clients.cluster.searchElementInstances({ filter }, AT_ONCE);
      if (items.length > 0) return items.map(({ elementId }) => elementId);
      if (calls > 0) isAway = false;
      await sleep(50);
    }
    return [];
  };

  it('has a procedure in which nothing is wrong', async () => {
    const diagnostics = await checkProcedure(join(folder, 'procedures', procedure));
    expect(diagnostics).toEqual([]);
  });

  it('books rooms that citizens ask for, waits for a tool that is away, and says when a room is taken', async () => {
    expect(await end(await request())).toEqual(['salle-reservee']);
    expect(calls).toBeGreaterThan(1);
    expect(await end(await request())).toEqual(['salle-non-libre']);
    expect([...bookings.values()]).toEqual([expect.stringMatching(/^\d+$/)]);
    const { items } = await clients.cluster.searchVariables({ filter: { name: 'reservation', value: '1' } }, AT_ONCE);
    expect(items).toHaveLength(1);
  }, 180_000);
});
