import { commands } from './commands/index.js';
import type { Apply } from './commands/command.js';
import { addToken, type Draft, tell, type Token } from './instructions/draft.js';
import { draftOf, instanceOf } from './instructions/draft-of.js';
import { place, whyNot } from './commands/placing.js';
import type { Activation, Command } from './model/command.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { Rejection } from './model/effect.js';
import type { Outcome, Progress } from './model/outcome.js';
import type { ProcessInstance } from './model/process-instance.js';
import type { Instant, Variables } from './model/variables.js';
import { run } from './run.js';

export interface StartOptions {
  readonly variables?: Variables;
  /** The start event that was triggered (message, timer, signal): `variables` then come with it. */
  readonly startEvent?: string;
  /** Which definition of a parallel multiple start event was triggered; the instance waits for the others. */
  readonly part?: number;
  /** What a caller would catch (see `CallProcess.catches`). */
  readonly catches?: readonly string[];
  /** Begin in these elements instead of a start event; ask `startProblem` first whether that can be done. */
  readonly at?: readonly Activation[];
  /** Elements after which the instance ends, whatever else goes on. */
  readonly terminateAfter?: readonly string[];
}

/** Creates an instance and runs it until it waits or ends. */
export function start(process: CompiledProcess, options: StartOptions, now: Instant): Progress {
  return progress(started(process, options, now));
}

/** Applies one command and runs the instance until it waits or ends. Changes none of its arguments. */
export function step(process: CompiledProcess, instance: ProcessInstance, command: Command, now: Instant): Outcome {
  const draft = draftOf(process, instance, now);
  return apply(draft, command) ?? progress(draft);
}

/** The draft of a new instance: for hosts that keep drafts in memory. */
export function started(process: CompiledProcess, options: StartOptions, now: Instant): Draft {
  const { variables, startEvent, part, catches, at, terminateAfter } = options;
  const told = { ...(catches && { catches }), ...(terminateAfter && { terminateAfter }) };
  const draft = draftOf(process, { ...blank, processId: process.definition.id, ...told }, now);
  const root = addToken(draft, process.definition, undefined);
  const chosen =
    startEvent === undefined
      ? undefined
      : { start: startEvent, ...(part !== undefined && { part }), ...(variables && { variables }) };
  if (!chosen) root.variables = variables ?? {};
  // whoever begins elsewhere finds the scope open already: nothing is begun at its start event
  if (at) root.scope = process.scopes.get(process.definition.id);
  tell(draft, root, { type: process.definition.id, ...chosen });
  for (const activation of at ?? []) place(draft, activation, NOBODY);
  run(draft);
  return draft;
}

/** Why an instance cannot begin in these elements, if it cannot. */
export function startProblem(process: CompiledProcess, at: readonly Activation[]): Rejection | undefined {
  const draft = draftOf(process, { ...blank, processId: process.definition.id }, 0);
  addToken(draft, process.definition, undefined);
  return at.map((activation) => whyNot(draft, activation, NOBODY)).find((one) => one);
}

const NOBODY: ReadonlySet<Token> = new Set();

/** The same for the commands that follow. A rejected command leaves the draft as it was. */
export function apply(draft: Draft, command: Command): Extract<Outcome, { rejection: unknown }> | undefined {
  if (draft.status === 'completed' || draft.status === 'terminated') {
    return {
      rejection: { code: 'instance-ended', message: `Expected an active instance, but it is ${draft.status}.` },
    };
  }
  const resumes = command.type === 'resume';
  if (resumes !== (draft.status === 'suspended') && command.type !== 'cancel') {
    const code = resumes ? 'instance-not-suspended' : 'instance-suspended';
    const message = `Expected an instance that is ${resumes ? 'suspended' : 'active'}, but it is ${draft.status}.`;
    return { rejection: { code, message } };
  }
  const rejection = (commands[command.type] as Apply<Command['type']>)(draft, command);
  if (rejection) return { rejection };
  run(draft);
  return undefined;
}

const blank: Omit<ProcessInstance, 'processId'> = {
  format: 1,
  status: 'active',
  lastId: 0,
  elementInstances: {},
  waits: {},
  incidents: {},
};

function progress(draft: Draft): Progress {
  return { instance: instanceOf(draft), effects: draft.effects, trace: draft.trace };
}
