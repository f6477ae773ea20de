import { expect, it } from '@jest/globals';
import { expose } from './exposition.js';

it('writes what Prometheus reads', () => {
  const metric = { name: 'tasks_open', help: 'Open tasks.', type: 'gauge' as const };
  expect(expose([{ ...metric, samples: [{ value: 3 }, { labels: { process: 'a "b"\\\n' }, value: 0.5 }] }])).toBe(
    '# HELP tasks_open Open tasks.\n# TYPE tasks_open gauge\ntasks_open 3\ntasks_open{process="a \\"b\\"\\\\\\n"} 0.5\n',
  );
});
