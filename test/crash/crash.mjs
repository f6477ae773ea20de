/**
 * The crash suite: cases go their way on two pairs of programs (web and background) while a seeded driver kills programs,
 * moves the clock, restarts PostgreSQL, cuts connections, fills the queue's disk and empties Redis. Afterwards every case
 * has ended or waits for something named, everything happened once, and the history is whole.
 *
 *     npm run crash -- --kills 30 [--seed 1] [--queues both|postgres|redis] [--json] [--report file.jsonl]
 *
 * Half of the kills befall each queue backend, or all of them the one that is named. The report grows by a line after every
 * fifty kills and by one with what was found, so that a run of hours that is cut off leaves what it knew.
 */
import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { play } from './play.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    queues: { type: 'string', default: 'both' },
    json: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});
const backends = values.queues === 'both' ? ['postgres', 'redis'] : [values.queues];
const kills = Math.ceil(Number(values.kills) / backends.length);
if (!backends.every((one) => ['postgres', 'redis'].includes(one)) || !(kills > 0)) {
  process.stderr.write(
    'Usage: npm run crash -- --kills <number> [--seed <number>] [--queues both|postgres|redis] [--json] [--report file]\n',
  );
  process.exit(2);
}
const keep = (line) => {
  if (values.report) appendFileSync(values.report, `${JSON.stringify({ at: new Date(), ...line })}\n`);
};
let broken = false;
for (const queues of backends) {
  const tell = (line) => process.stderr.write(`${queues}: ${line}\n`);
  const { complaints, ...report } = await play({ kills, seed: Number(values.seed), queues, tell, report: keep });
  keep(report);
  process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
  if (complaints.length > 0) process.stderr.write(`${complaints.join('\n')}\n`);
  broken ||= report.found.length > 0;
}
process.exit(broken ? 1 : 0);
