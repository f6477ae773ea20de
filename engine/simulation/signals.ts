import type { Variables } from '../model/variables.js';
import { repeats } from './run.js';
import type { World } from './world.js';

/** Tells a signal to all who wait for it now. Gives back which elements of which processes have heard it. */
export function hear(world: World, signal: string, variables: Variables): ReadonlySet<string> {
  const heard = new Set<string>();
  const { signals } = world.open;
  for (const subscription of [...signals.values()]) {
    const { key, run, effect } = subscription;
    if (run.draft.status === 'suspended' || effect.signal !== signal || !signals.has(key)) continue;
    const { wait, element } = effect;
    if (!repeats(subscription)) signals.delete(key);
    heard.add(placeOf(run.process.definition.id, element));
    world.command(run, { type: 'trigger-signal', wait, variables });
  }
  return heard;
}

export function placeOf(processId: string, element: string): string {
  return JSON.stringify([processId, element]);
}
