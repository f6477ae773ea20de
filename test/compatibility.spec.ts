import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compile, read, start, step, upgrade, type Command, type CompiledProcess, type ProcessInstance } from '#engine';

/**
 * Instances as each release stored them, at rest in every kind of wait: the newest engine must still bring them to their
 * end. `RECORD=0.1.0` records those of the present engine, once per release; recorded files are never changed.
 */
const root = import.meta.dirname;
const recorded = join(root, 'compatibility');
const models = [
  'compensation/reverse-order',
  'event-sub-process/interrupting',
  'inclusive-gateway/two-of-three',
  'multi-instance/sequential',
  'parallel-gateway/fork-and-join',
  'sub-process/interrupted',
  'timer-boundary-event/non-interrupting-cycle',
];
const variables = { n: 3, items: ['x', 'y'] };
const now = Date.UTC(2026, 0, 1);

if (process.env.RECORD) await record(process.env.RECORD);

describe.each(releases())('instances stored by %s', (release) => {
  it.each(models)('%s goes on to its end', async (model) => {
    const stored = readFileSync(join(recorded, release, `${model}.json`), 'utf8');
    const compiled = await processOf(model);
    let instance = upgrade(JSON.parse(stored) as ProcessInstance);
    for (let turn = 0; instance.status === 'active' && turn < 20; turn += 1) {
      const outcome = step(compiled, instance, nextCommand(instance), now);
      if ('rejection' in outcome) throw new Error(outcome.rejection.message);
      instance = outcome.instance;
    }
    expect(instance.status).toBe('completed');
  });
});

function releases(): string[] {
  return existsSync(recorded) ? readdirSync(recorded) : [];
}

async function record(release: string): Promise<void> {
  for (const model of models) {
    const file = join(recorded, release, `${model}.json`);
    if (existsSync(file)) throw new Error(`${file} is recorded already`);
    mkdirSync(dirname(file), { recursive: true });
    const { instance } = start(await processOf(model), { variables }, now);
    writeFileSync(file, `${JSON.stringify(instance, null, 2)}\n`);
  }
}

async function processOf(model: string): Promise<CompiledProcess> {
  const { model: found } = await read(readFileSync(join(root, 'conformance', model, 'process.bpmn'), 'utf8'));
  return compile(found!.processes[0]!);
}

/** Whatever a person, a worker or the clock would do next. */
function nextCommand({ waits }: ProcessInstance): Command {
  const answers = {
    'user-task': 'complete-user-task',
    job: 'complete-job',
    signal: 'trigger-signal',
    timer: 'trigger-timer',
  };
  const [wait, { kind }] = Object.entries(waits).find(([, open]) => open.kind in answers && !open.every)!;
  return { type: answers[kind as keyof typeof answers], wait } as Command;
}
