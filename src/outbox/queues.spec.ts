import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, root } from '../config.js';
import { queueSettings } from './queues.js';
import { queues } from './topics.js';
import { urgency } from './urgency.js';

it('queues are as the table says, and as the configuration over it', () => {
  const settings = queueSettings(
    readConfig({ QUEUE_CONCURRENCY: 'jobs=16, timers=2', QUEUE_RATE: 'notifications=10/m' }),
  );
  expect(settings).toEqual({
    ...queues,
    jobs: { concurrency: 16 },
    timers: { concurrency: 2 },
    notifications: { ...queues.notifications, limiter: { max: 10, duration: 60_000 } },
  });
});

it.each([{ QUEUE_CONCURRENCY: 'jbos=2' }, { QUEUE_RATE: 'jbos=2/s' }])('%j names no queue', (env) => {
  expect(() => queueSettings(readConfig(env))).toThrow('There is no queue "jbos": QUEUE_CONCURRENCY and QUEUE_RATE');
});

it.each([
  { QUEUE_CONCURRENCY: 'jobs=0' },
  { QUEUE_CONCURRENCY: 'jobs' },
  { QUEUE_RATE: 'jobs=3' },
  { JOB_TIMEOUT: '5' },
])('the configuration %j is refused', (env) => {
  expect(() => readConfig(env)).toThrow(/^(QUEUE|JOB)_/);
});

it('the higher the priority, the lower the number of the queue, within what it can count', () => {
  expect([-1e9, -1, 0, 0.2, 1, 50, 1e9].map(urgency)).toEqual([
    1_999_999, 1_000_001, 1_000_000, 1_000_000, 999_999, 999_950, 1,
  ]);
});

it('docs/operations.md has a row for every queue', () => {
  const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| [^|]+ \| +(\d+) +\|$/gm)].map(([, name, most]) => [
    name,
    Number(most),
  ]);
  expect(rows).toEqual(Object.entries(queues).map(([name, { concurrency }]) => [name, concurrency]));
});
