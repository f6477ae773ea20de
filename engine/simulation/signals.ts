import type { Command } from '../model/command.js';
import type { SubscribeToSignal } from '../model/effect.js';
import type { Variables } from '../model/variables.js';
import { type Open, repeats, type Run } from './run.js';

/** Who waits for signals, and how they are told. */
interface Listeners {
  readonly open: { readonly signals: Map<string, Open<SubscribeToSignal>> };
  command(run: Run, command: Command): unknown;
}

/** Tells a signal to all who wait for it now. Gives back which elements of which processes have heard it. */
export function hear(world: Listeners, signal: string, variables: Variables): ReadonlySet<string> {
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
