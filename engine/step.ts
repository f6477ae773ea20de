import type { Command } from './model/command.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { Outcome, Progress } from './model/outcome.js';
import type { ProcessInstance } from './model/process-instance.js';
import type { Instant, Variables } from './model/variables.js';

export interface StartOptions {
  readonly variables?: Variables;
  /** The start event that was triggered (message, timer, signal); the none start event unless given. */
  readonly startEvent?: string;
  /** Error codes that a caller would catch (see `CallProcess.catches`). */
  readonly catches?: readonly string[];
}

/** Creates an instance and runs it until it waits or ends. */
export function start(_process: CompiledProcess, _options: StartOptions, _now: Instant): Progress {
  throw new Error('not yet');
}

/** Applies one command and runs the instance until it waits or ends. Changes none of its arguments. */
export function step(_process: CompiledProcess, _instance: ProcessInstance, _command: Command, _now: Instant): Outcome {
  throw new Error('not yet');
}
