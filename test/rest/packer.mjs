/**
 * A worker in a program of its own, as a business tool would run it; a test starts several and kills some.
 *
 *     ZEEBE_REST_ADDRESS=http://127.0.0.1:3000 CAMUNDA_AUTH_STRATEGY=NONE node test/rest/packer.mjs [milliseconds per job]
 *
 * Every tenth job fails once and comes back after its back-off, every seventh ends by a BPMN error, the others are completed.
 * Says a line when it takes a job and another one when its answer was accepted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Camunda8 } from '@camunda8/sdk';

const milliseconds = Number(process.argv[2] ?? 0);
const say = (word, job) => process.stdout.write(`${word} ${job.jobKey}\n`);

const worker = new Camunda8().getCamundaRestClient().createJobWorker({
  type: 'pack',
  worker: `packer-${process.pid}`,
  timeout: 5_000,
  maxJobsToActivate: 32,
  jobHandler: async (job) => {
    say('taken', job);
    await sleep(milliseconds);
    const { n } = job.variables;
    try {
      if (n % 10 === 0 && job.retries === 3) {
        const receipt = await job.fail({ errorMessage: 'no tape', retries: 2, retryBackOff: 200 });
        say('failed', job);
        return receipt;
      }
      const receipt =
        n % 7 === 0
          ? await job.error({ errorCode: 'broken', errorMessage: 'fell', variables: {} })
          : await job.complete({ by: process.pid });
      say('done', job);
      return receipt;
    } catch (error) {
      // the lock ran out meanwhile: somebody else has done it
      say(`refused-${error.statusCode ?? 'lost'}`, job);
      return 'JOB_ACTION_ACKNOWLEDGEMENT';
    }
  },
});
process.on('SIGTERM', () => void worker.stop(2_000).finally(() => process.exit(0)));
