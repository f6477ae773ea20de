import type { Draft } from '../instructions/draft.js';
import type { CompiledProcess } from '../model/compiled-process.js';
import type {
  CallProcess,
  CreateJob,
  CreateUserTask,
  ScheduleTimer,
  SubscribeToMessage,
  SubscribeToSignal,
} from '../model/effect.js';
import type { Due } from './timeline.js';

/** One process instance in memory. Its draft is kept open: nobody else sees it. */
export interface Run {
  readonly id: string;
  readonly process: CompiledProcess;
  draft: Draft;
  readonly caller?: { readonly run: Run; readonly wait: string };
  /** Key of the message that started it: no second instance while it is active (corner 21). */
  readonly startedBy?: { readonly message: string; readonly correlationKey: string };
  /** What people call the case. */
  readonly businessId?: string;
  /** What came while it was suspended, for when it is resumed (corner 35). */
  readonly parked: (() => void)[];
}

/** An effect that opened a wait, and whose it is. */
export interface Open<Effect> {
  readonly key: string;
  readonly run: Run;
  effect: Effect;
  /** On the timeline: the timer, or the job's completion. */
  due?: Due;
  /** User tasks: why a listener has refused what was asked last. */
  denied?: string;
  retries: number;
}

export type OpenEffect =
  CallProcess | CreateJob | CreateUserTask | ScheduleTimer | SubscribeToMessage | SubscribeToSignal;

/** It stays open when it has been told. */
export function repeats({ run, effect }: Open<SubscribeToMessage | SubscribeToSignal>): boolean {
  return run.draft.tokens.get(effect.elementInstance)?.waits.get(effect.wait)?.repeats === true;
}
