/**
 * Books rooms in the tool of the culture department: a worker outside of Beffroi, with the SDK of Camunda 8.
 *
 *     npm install && npm run build
 *     ZEEBE_REST_ADDRESS=http://127.0.0.1:3000 CAMUNDA_AUTH_STRATEGY=NONE ROOMS_URL=http://localhost:4000 npm start
 */
import { Camunda8 } from '@camunda8/sdk';

interface Wish {
  readonly salle: string;
  readonly jour: string;
}

const rooms = process.env['ROOMS_URL'] ?? 'http://localhost:4000';
const beffroi = new Camunda8().getCamundaRestClient();

const worker = beffroi.createJobWorker({
  type: 'book-room',
  worker: 'rooms',
  // for how long nobody else gets the job, and how many are taken at once
  timeout: 30_000,
  maxJobsToActivate: 10,
  fetchVariable: ['salle', 'jour'],
  jobHandler: async (job) => {
    const { salle: room, jour: day } = job.variables as unknown as Wish;
    const answer = await fetch(`${rooms}/bookings`, {
      method: 'POST',
      // a job may come twice: the tool knows by this number that it is the same one
      headers: { 'content-type': 'application/json', 'idempotency-key': job.jobKey },
      body: JSON.stringify({ room, day }),
    }).catch(() => undefined);
    // the tool is away: again in a while, an incident when it stays away
    if (!answer || answer.status >= 500)
      return job.fail({
        errorMessage: 'The booking tool does not answer.',
        retries: job.retries - 1,
        retryBackOff: 1_000,
      });
    // the model says what happens then
    if (answer.status === 409)
      return job.error({ errorCode: 'room-taken', errorMessage: `${room} is taken on ${day}.`, variables: {} });
    const { number } = (await answer.json()) as { number: number };
    return job.complete({ reservation: number });
  },
});

process.on('SIGTERM', () => void worker.stop(5_000).finally(() => process.exit(0)));
console.log('Waiting for rooms to book.');
