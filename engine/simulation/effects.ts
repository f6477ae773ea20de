import type { Effect, EffectOf } from '../model/effect.js';
import type { World } from './world.js';
import type { Run } from './run.js';

type Handle<Type extends Effect['type']> = (world: World, run: Run, effect: EffectOf<Type>) => void;

const nothing = () => {};

/** THE TABLE of what the in-memory host does with each effect. Exhaustive by type. */
const effects: { readonly [Type in Effect['type']]: Handle<Type> } = {
  'broadcast-signal': (world, _run, { signal, variables }) => world.later(() => world.broadcast(signal, variables)),
  'call-process': (world, run, effect) => world.call(run, effect),
  'cancel-wait': (world, run, { wait }) => world.close(run, wait),
  'change-user-task': (world, run, { wait, change }) => world.changeTask(run, wait, change),
  'close-incident': nothing,
  'complete-process-instance': (world, run, { variables }) =>
    world.ended(run, { type: 'complete-called-process', variables }),
  'complete-user-task': (world, run, { wait }) => world.close(run, wait),
  'create-job': (world, run, effect) => world.offer(world.opened('jobs', run, effect, effect.retries)),
  'create-user-task': (world, run, effect) => void world.opened('userTasks', run, effect),
  'deny-user-task': (world, run, { wait, reason }) => world.deny(run, wait, reason),
  'evaluate-decision': (world, run, effect) => world.decide(run, effect),
  'propagate-error': (world, run, { code, message, variables }) =>
    world.answerCaller(run, { type: 'throw-error', code, ...(message !== undefined && { message }), variables }),
  'propagate-escalation': (world, run, { code, variables }) =>
    world.answerCaller(run, { type: 'throw-escalation', code, variables }),
  'raise-incident': nothing,
  'retry-job': (world, run, { wait, retries }) => world.retryJob(run, wait, retries),
  'schedule-timer': (world, run, effect) => world.schedule(run, effect),
  'subscribe-to-message': (world, run, effect) => world.subscribe(run, effect),
  'subscribe-to-signal': (world, run, effect) => void world.opened('signals', run, effect),
  // Cancelled by hand: when its caller did it, or an error left it, the call is over already.
  'terminate-process-instance': (world, run) =>
    world.ended(run, { type: 'fail-job', message: 'Expected the called process to end, but it was cancelled.' }),
};

/** Does one effect by its row of the table. */
export function handle(world: World, run: Run, effect: Effect): void {
  (effects[effect.type] as (world: World, run: Run, effect: unknown) => void)(world, run, effect);
}
