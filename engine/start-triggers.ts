import type { CompiledProcess } from './model/compiled-process.js';
import type { Instant } from './model/variables.js';

/** A process-level start event that the host must listen to from deployment on. */
export type StartTrigger =
  | { readonly type: 'message'; readonly element: string; readonly message: string }
  | { readonly type: 'signal'; readonly element: string; readonly signal: string }
  | { readonly type: 'timer'; readonly element: string; readonly dueAt: Instant; readonly cyclesLeft: number };

/** What can start the process besides a plain `start`; expressions are evaluated now, at deployment. */
export function startTriggers(_process: CompiledProcess, _now: Instant): StartTrigger[] {
  return [];
}

/** The start timer that follows one that fired, if its cycle goes on. */
export function nextStartTimer(
  _process: CompiledProcess,
  _fired: StartTrigger & { type: 'timer' },
  _now: Instant,
): (StartTrigger & { type: 'timer' }) | undefined {
  return undefined;
}
