import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compile,
  read,
  start,
  step,
  validate,
  type Command,
  type CompiledProcess,
  type OpenWait,
  type Outcome,
  type ProcessInstance,
  type Progress,
} from '#engine';
import { blocks, toBpmn } from './random-process.js';

/** `SEEDS=100000 npm run test:one -- test/property` for a night. */
const runs = Number(process.env.SEEDS ?? 150);
const now = Date.UTC(2026, 0, 1);

describe('random processes, random paths, a restart after every step', () => {
  it('end or wait for something named, change no argument, answer the same twice', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, fc.array(fc.nat(1000), { maxLength: 60 }), async (block, choices) => {
        const process = await compiled(toBpmn(block));
        let instance = restarted(start(process, {}, now));
        for (let turn = 0; instance.status === 'active' && turn < 400; turn += 1) {
          checkWaiting(instance);
          const waits = Object.entries(instance.waits);
          const [wait, open] = waits[(choices[turn] ?? 0) % waits.length]!;
          instance = stepped(process, instance, commandFor(wait, open));
        }
        if (instance.status !== 'completed') throw new Error(`did not end: ${JSON.stringify(instance)}`);
      }),
      { numRuns: runs },
    );
  }, 600_000);

  it('can be cancelled at any moment, and nothing is left', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, fc.nat(6), async (block, turns) => {
        const process = await compiled(toBpmn(block));
        let instance = restarted(start(process, {}, now));
        for (let turn = 0; instance.status === 'active' && turn < turns; turn += 1) {
          const [wait, open] = Object.entries(instance.waits)[0]!;
          instance = stepped(process, instance, commandFor(wait, open));
        }
        if (instance.status === 'completed') return;
        const { effects, ...cancelled } = progressed(step(process, instance, { type: 'cancel' }, now));
        const closed = new Set(effects.flatMap((effect) => (effect.type === 'cancel-wait' ? [effect.wait] : [])));
        const forgotten = Object.keys(instance.waits).filter((wait) => !closed.has(wait));
        if (forgotten.length > 0) throw new Error(`not closed: ${forgotten.join()}`);
        const { elementInstances, waits, status } = cancelled.instance;
        if (status !== 'terminated' || Object.keys({ ...elementInstances, ...waits }).length > 0) {
          throw new Error(`left over: ${JSON.stringify(cancelled.instance)}`);
        }
      }),
      { numRuns: runs },
    );
  }, 600_000);
});

async function compiled(xml: string): Promise<CompiledProcess> {
  const { model, diagnostics } = await read(xml);
  const wrong = [...diagnostics, ...(model ? validate(model) : [])].filter(({ severity }) => severity === 'error');
  if (!model || wrong.length > 0) throw new Error(`refused: ${wrong[0]?.message}`);
  return compile(model.processes[0]!);
}

/** One step, with everything that must hold of any step. */
function stepped(process: CompiledProcess, instance: ProcessInstance, command: Command): ProcessInstance {
  const before = JSON.stringify(instance);
  const outcome = step(process, freeze(instance), freeze(command), now);
  if (JSON.stringify(instance) !== before) throw new Error('the instance was changed');
  if (JSON.stringify(step(process, instance, command, now)) !== JSON.stringify(outcome))
    throw new Error('not the same');
  const next = restarted(progressed(outcome));
  const again = step(process, next, command, now);
  const repeats = instance.waits[(command as { wait: string }).wait]?.repeats;
  if (!('rejection' in again) && !repeats) throw new Error('the same command was accepted twice');
  return next;
}

function progressed(outcome: Outcome): Progress {
  if ('rejection' in outcome) throw new Error(outcome.rejection.message);
  return outcome;
}

/** The instance as it comes back from a database. */
function restarted({ instance }: Progress): ProcessInstance {
  return JSON.parse(JSON.stringify(instance)) as ProcessInstance;
}

function checkWaiting({ waits, elementInstances }: ProcessInstance): void {
  if (Object.keys(waits).length === 0) throw new Error('active, but waits for nothing');
  for (const { of } of Object.values(waits)) if (!elementInstances[of]) throw new Error('a wait of nobody');
  for (const { parent } of Object.values(elementInstances)) {
    if (parent !== undefined && !elementInstances[parent]) throw new Error('a token without its scope');
  }
}

function commandFor(wait: string, { kind }: OpenWait): Command {
  if (kind === 'user-task') return { type: 'complete-user-task', wait };
  if (kind === 'job') return { type: 'complete-job', wait, variables: { done: true } };
  return kind === 'timer' ? { type: 'trigger-timer', wait } : { type: 'trigger-signal', wait };
}

function freeze<Thing>(thing: Thing): Thing {
  if (typeof thing === 'object' && thing !== null && !Object.isFrozen(thing)) {
    Object.freeze(thing);
    Object.values(thing).forEach(freeze);
  }
  return thing;
}
