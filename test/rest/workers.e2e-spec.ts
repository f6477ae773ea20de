import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundary, bpmn, node, serviceTask } from '../support/bpmn.js';
import { type CamundaClients, camundaClients } from '../support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';

/** How many jobs; `npm run test:workers` takes 10,000. */
const JOBS = Number(process.env['REST_JOBS'] ?? 600);
/** A worker program is killed after it has taken so many. */
const KILL_AFTER = 40;
const AT_ONCE_STARTED = 40;

const parcel = bpmn(
  'parcel',
  [
    node('startEvent', 'start'),
    serviceTask('pack', 'pack'),
    node('endEvent', 'packed'),
    boundary('caught', 'pack', '<bpmn:errorEventDefinition errorRef="broken" />'),
  ],
  { outside: '<bpmn:error id="broken" name="broken" errorCode="broken" />' },
);

/** A program that works on jobs (`packer.mjs`) and what it has said. */
class Packer {
  readonly said: string[] = [];
  private readonly program: ChildProcess;

  constructor(url: string, milliseconds: number) {
    this.program = spawn(process.execPath, [join(import.meta.dirname, 'packer.mjs'), String(milliseconds)], {
      env: {
        PATH: process.env['PATH'],
        ZEEBE_REST_ADDRESS: url,
        CAMUNDA_AUTH_STRATEGY: 'NONE',
        CAMUNDA_LOG_LEVEL: 'none',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    createInterface({ input: this.program.stdout! }).on('line', (line) => this.said.push(line));
  }

  /** The jobs of which it said this. */
  jobs(word: string): string[] {
    return this.said.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  }

  /** Without any warning. */
  kill(): Promise<void> {
    if (this.program.signalCode !== null || this.program.exitCode !== null) return Promise.resolve();
    const gone = new Promise<void>((resolve) => this.program.once('exit', () => resolve()));
    this.program.kill('SIGKILL');
    return gone;
  }
}

describe('workers of the sdk', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;
  const packers: Packer[] = [];

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    await clients.sdk.deployResources([{ name: 'parcel.bpmn', content: parcel }]);
  });
  afterAll(async () => {
    await Promise.all(packers.map((packer) => packer.kill()));
    await beffroi.stop();
  });

  const pack = (milliseconds: number): Packer => {
    const packer = new Packer(beffroi.url, milliseconds);
    packers.push(packer);
    return packer;
  };
  const count = async (sql: string): Promise<Record<string, number>> => {
    const { rows } = await beffroi.database.query<{ state: string; count: number }>(sql);
    return Object.fromEntries(rows.map((row) => [row.state, row.count]));
  };

  it(
    `do ${JOBS} jobs, though they fail, throw errors and are killed: none is lost, none is done twice`,
    async () => {
      for (let n = 0; n < JOBS; n += AT_ONCE_STARTED)
        await Promise.all(
          Array.from({ length: Math.min(AT_ONCE_STARTED, JOBS - n) }, (_, i) =>
            clients.sdk.createProcessInstance({ processDefinitionId: 'parcel', variables: { n: n + i } as never }),
          ),
        );
      const giveUp = Date.now() + 60_000 + JOBS * 60;
      const until = async (what: () => Promise<boolean> | boolean) => {
        while (!(await what()) && Date.now() < giveUp) await sleep(50);
      };
      // slow enough to have jobs in its hands when it dies
      const doomed = pack(300);
      await until(() => doomed.jobs('taken').length >= KILL_AFTER);
      await doomed.kill();
      pack(0);
      pack(0);
      await until(async () => {
        const { open = 0 } = await count(`SELECT 'open' AS state, count(*)::int FROM job`);
        return open === 0;
      });

      // what the programs were told
      const done = packers.flatMap((packer) => packer.jobs('done'));
      const held = doomed
        .jobs('taken')
        .filter((key) => !doomed.said.some((line) => line.endsWith(` ${key}`) && !line.startsWith('taken')));
      expect(held.length).toBeGreaterThan(0);
      expect(new Set(done).size).toBe(done.length);
      // and what is so: an answer may have got here whose acceptance its dead worker never heard of
      const unheard = JOBS - done.length;
      expect(unheard).toBeGreaterThanOrEqual(0);
      expect(unheard).toBeLessThanOrEqual(held.length);
      expect(await count('SELECT status AS state, count(*)::int FROM process_instance GROUP BY 1')).toEqual({
        completed: JOBS,
      });
      const states = await count('SELECT state, count(*)::int FROM finished_job GROUP BY 1');
      const thrown = Array.from({ length: JOBS }, (_, n) => n).filter((n) => n % 7 === 0).length;
      expect(states).toEqual({ completed: JOBS - thrown, error: thrown });
      const failed = await count(`SELECT 'failed' AS state, count(*)::int FROM finished_job WHERE attempts > 0`);
      expect(failed).toEqual({ failed: Math.ceil(JOBS / 10) });
    },
    120_000 + JOBS * 80,
  );
});
