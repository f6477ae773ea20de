import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bpmn, node, serviceTask, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { IncidentsService } from '../workflow/incidents.service.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';

const SECRET = 'a secret shared with the other program';

describe('call-webhook', () => {
  let beffroi: TestWorkflow;
  let other: Server;
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  let answers: [status: number, body: string][] = [];

  beforeAll(async () => {
    other = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        calls.push({ headers: request.headers, body });
        const [status, text] = answers.shift() ?? [200, '{"number":"W-7"}'];
        response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      });
    }).listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/hook`;
    beffroi = await startWorkflow({ env: { WEBHOOK_SECRET: SECRET } });
    const call = serviceTask('call', 'call-webhook', { headers: { url }, inputs: { body: '={ street: street }' } });
    const parts = [node('startEvent', 'start'), call, userTask('after'), node('endEvent', 'end')];
    expect((await beffroi.deploy('notify.bpmn', bpmn('notify', parts))).diagnostics).toEqual([]);
  });
  afterAll(async () => {
    await beffroi.stop();
    other.close();
  });
  beforeEach(() => void calls.splice(0));

  it('sends what the model says, signed, and brings the answer back', async () => {
    const key = await beffroi.start('notify', { street: 'Rue du Parc' });
    await beffroi.settled();
    const [{ headers, body } = { headers: {}, body: '' }] = calls;
    expect(JSON.parse(body)).toEqual({ street: 'Rue du Parc' });
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['beffroi-signature'] as string) ?? [];
    expect(signature).toBe(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex'));
    const variables = await beffroi.get(ProcessInstancesService).variables(key);
    expect(variables['response']).toEqual({ status: 200, body: { number: 'W-7' } });
  });

  it('tries again what may pass, under the same idempotency key', async () => {
    answers = [[503, 'busy']];
    const key = await beffroi.start('notify', { street: 'Grand-Place' });
    await beffroi.settled();
    await beffroi.advance('PT1M');
    expect(calls).toHaveLength(2);
    expect(new Set(calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(await beffroi.tasks(key)).toMatchObject([{ element: 'after' }]);
  });

  it('does not repeat what was refused: that is for the model, or for a person', async () => {
    answers = [[422, '{"problem":"unknown street"}']];
    const key = await beffroi.start('notify', { street: 'Nowhere' });
    await beffroi.settled();
    expect(calls).toHaveLength(1);
    const [incident] = await beffroi.get(IncidentsService).search({ processInstanceKey: key });
    expect(incident?.message).toContain('webhook-refused');
  });
});
