import { readDuration } from '../clock.js';

/** How a task finds its agent by itself. */
export const ASSIGNMENTS = ['least-loaded', 'round-robin'] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];

/** What the model says about a task besides who may do it. Times are milliseconds after the due date, before it if negative. */
export interface TaskRules {
  readonly assign?: Assignment;
  readonly remindAfter: readonly number[];
  readonly escalateAfter?: number;
}

/** `commune:assign`, `commune:remind` (`-P1D, PT0S, P2D`) and `commune:escalate` (`P3D`, `-P1D`). What cannot be read counts as nothing. */
export function readTaskRules(properties: { readonly [name: string]: string }): TaskRules {
  const assign = ASSIGNMENTS.find((one) => one === properties['commune:assign']?.trim());
  const [escalateAfter] = durations(properties['commune:escalate']);
  return {
    remindAfter: durations(properties['commune:remind']).sort((one, other) => one - other),
    ...(assign && { assign }),
    ...(escalateAfter !== undefined && { escalateAfter }),
  };
}

function durations(text = ''): number[] {
  return text.split(',').flatMap((one) => readDuration(one.trim()) ?? []);
}
