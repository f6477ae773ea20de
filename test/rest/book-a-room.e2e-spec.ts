import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AT_ONCE, type CamundaClients, camundaClients } from '../support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';

const folder = join(import.meta.dirname, '../../docs/how-to/book-a-room');

/** The worker of docs/how-to as it is written there, in a process of its own, with a booking tool to talk to. */
describe('a worker outside', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;
  let tool: Server;
  let worker: ChildProcess;
  const bookings = new Map<string, string>();
  let isAway = true;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    const content = readFileSync(join(folder, 'reservation.bpmn'), 'utf8');
    await clients.sdk.deployResources([{ name: 'reservation.bpmn', content }]);
    tool = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => (text += String(part)));
      request.on('end', () => {
        const status = isAway ? 503 : bookings.has(text) ? 409 : 201;
        if (status === 201) bookings.set(text, String(request.headers['idempotency-key']));
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ number: bookings.size }));
      });
    });
    await new Promise<void>((listening) => tool.listen(0, '127.0.0.1', listening));
    worker = spawn(process.execPath, [join(folder, 'worker.mjs')], {
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

  const ended = async (variables: object) => {
    const { processInstanceKey } = await clients.cluster.createProcessInstance({
      processDefinitionId: 'room-reservation',
      variables,
    } as never);
    for (let tries = 0; tries < 200; tries++) {
      const { state } = await clients.cluster.getProcessInstance({ processInstanceKey }, AT_ONCE);
      if (state === 'COMPLETED') break;
      if (tries === 30) isAway = false;
      await sleep(50);
    }
    const { items } = await clients.cluster.searchElementInstances(
      { filter: { processInstanceKey, type: 'END_EVENT' } },
      AT_ONCE,
    );
    return items.map(({ elementId }) => elementId);
  };

  it('books rooms, waits for a tool that is away, and says when a room is taken', async () => {
    expect(await ended({ room: 'Halle aux Draps', day: '2026-12-24' })).toEqual(['booked']);
    expect(await ended({ room: 'Halle aux Draps', day: '2026-12-24' })).toEqual(['not-booked']);
    expect([...bookings.values()]).toEqual([expect.stringMatching(/^\d+$/)]);
  });
});
