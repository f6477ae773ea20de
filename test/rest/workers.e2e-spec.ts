import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundary, bpmn, node, serviceTask } from '../support/bpmn.js';
import { type CamundaClients, camundaClients } from '../support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';

/** How many jobs: `REST_JOBS=10000` for a long look. */
const JOBS = Number(process.env['REST_JOBS'] ?? 600);

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

/** The story of the clients' documentation: many jobs, workers that fail, throw errors, and die. */
describe('workers of the sdk', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    await clients.sdk.deployResources([{ name: 'parcel.bpmn', content: parcel }]);
  });
  afterAll(() => beffroi.stop());

  it(
    `do ${JOBS} jobs: none is lost, none is done twice`,
    async () => {
      const completions = new Map<string, number>();
      const failedOnce = new Set<string>();
      const count = (key: string) => completions.set(key, (completions.get(key) ?? 0) + 1);

      // dies with jobs in its hands: takes some, never answers
      const forgotten = clients.sdk.activateJobs({
        type: 'pack',
        worker: 'dead',
        timeout: 1_500,
        maxJobsToActivate: 20,
        requestTimeout: 10_000,
      });

      const worker = () =>
        clients.sdk.createJobWorker({
          type: 'pack',
          worker: 'packer',
          timeout: 20_000,
          maxJobsToActivate: 32,
          jobHandler: async (job) => {
            const number = Number((job.variables as { n?: unknown }).n);
            if (number % 10 === 0 && !failedOnce.has(job.jobKey)) {
              failedOnce.add(job.jobKey);
              return job.fail({ errorMessage: 'no tape', retries: 2, retryBackOff: 100 });
            }
            if (number % 7 === 0) {
              const answer = await job.error({ errorCode: 'broken', errorMessage: 'fell', variables: {} });
              count(job.jobKey);
              return answer;
            }
            const answer = await job.complete();
            count(job.jobKey);
            return answer;
          },
        });

      for (let n = 0; n < JOBS; n += 50)
        await Promise.all(
          Array.from({ length: Math.min(50, JOBS - n) }, (_, i) =>
            clients.sdk.createProcessInstance({ processDefinitionId: 'parcel', variables: { n: n + i } as never }),
          ),
        );
      expect((await forgotten).length).toBeGreaterThan(0);
      const workers = [worker(), worker()];
      const giveUp = Date.now() + 60_000 + JOBS * 20;
      while (completions.size < JOBS && Date.now() < giveUp) await sleep(100);
      await Promise.all(workers.map((one) => one.stop(1_000).catch(() => undefined)));

      expect(completions.size).toBe(JOBS);
      expect([...completions.values()].filter((times) => times !== 1)).toEqual([]);
      const { rows } = await beffroi.database.query<{ status: string; count: number }>(
        'SELECT status, count(*)::int AS count FROM process_instance GROUP BY status',
      );
      expect(rows).toEqual([{ status: 'completed', count: JOBS }]);
    },
    120_000 + JOBS * 40,
  );
});
