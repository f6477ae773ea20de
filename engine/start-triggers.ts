import { addToken } from './instructions/draft.js';
import { draftOf } from './instructions/draft-of.js';
import { evaluate, evaluateText } from './instructions/evaluate.js';
import { Trouble } from './instructions/trouble.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { TimerText } from './model/instruction.js';
import type { EventDefinition, EventNode, FlowNode } from './model/process-definition.js';
import type { Instant } from './model/variables.js';
import { following } from './time/cycle.js';
import { schedule } from './time/timer.js';

/** A process-level start event that the host must listen to from deployment on. */
export type StartTrigger =
  | { readonly type: 'message'; readonly element: string; readonly message: string; readonly part?: number }
  | { readonly type: 'signal'; readonly element: string; readonly signal: string; readonly part?: number }
  | {
      readonly type: 'timer';
      readonly element: string;
      readonly dueAt: Instant;
      /** Firings after this one; -1 = no end. */
      readonly cyclesLeft: number;
      readonly every?: string;
      /** Of a parallel multiple event: which of its definitions. Given to `start`, the instance waits for the others. */
      readonly part?: number;
    };

type Timer = Extract<StartTrigger, { type: 'timer' }>;

/** What can start the process besides a plain `start`; expressions are evaluated now, at deployment. */
export function startTriggers(process: CompiledProcess, now: Instant): StartTrigger[] {
  return startingNodes(process).flatMap(([id, definitions]) =>
    definitions.flatMap((definition, part) => {
      const trigger = triggerOf(process, id, definition, now);
      return trigger ? [{ ...trigger, ...(isParallel(process, id) && { part }) }] : [];
    }),
  );
}

/** Start events, instantiating receive tasks, and what stands behind instantiating event-based gateways. */
function startingNodes({ definition }: CompiledProcess): [id: string, definitions: readonly EventDefinition[]][] {
  return definition.scope.nodes.flatMap((node): [string, readonly EventDefinition[]][] => {
    if (node.type === 'bpmn:StartEvent') return [[node.id, (node as EventNode).definitions]];
    const { instantiate, branches } = node as { instantiate?: boolean; branches?: readonly { target: FlowNode }[] };
    if (!instantiate || (!branches && node.incoming.length > 0)) return [];
    return (branches?.map(({ target }) => target) ?? [node]).map((target) => [target.id, definitionsOf(target)]);
  });
}

function isParallel({ nodes }: CompiledProcess, id: string): boolean {
  const { all, definitions } = (nodes.get(id) ?? {}) as Partial<EventNode>;
  return all === true && (definitions?.length ?? 0) > 1;
}

function definitionsOf(node: FlowNode): readonly EventDefinition[] {
  const { definitions, message } = node as Partial<EventNode> & { message?: unknown };
  return definitions ?? [{ type: 'bpmn:MessageEventDefinition', message } as EventDefinition];
}

/** The start timer that follows one that fired, if its cycle goes on; ticks missed while nobody ran are skipped (corner 24). */
export function nextStartTimer(_process: CompiledProcess, fired: Timer, now: Instant): Timer | undefined {
  if (fired.every === undefined || fired.cyclesLeft === 0) return undefined;
  const dueAt = following(fired.every, fired.dueAt) ?? now;
  return { ...fired, dueAt, cyclesLeft: fired.cyclesLeft < 0 ? -1 : fired.cyclesLeft - 1 };
}

function triggerOf(
  process: CompiledProcess,
  element: string,
  definition: EventDefinition,
  now: Instant,
): StartTrigger | undefined {
  // There is no instance yet: expressions see no variables.
  const draft = draftOf(process, blank, now);
  const nobody = addToken(draft, process.definition, undefined);
  const { timer, message, signal } = definition as {
    timer?: TimerText;
    message?: { name: string };
    signal?: string;
  };
  if (timer) {
    const [kind, text] = Object.entries(timer)[0] as [keyof TimerText, string];
    const value = evaluate(draft, nobody, text);
    const times = typeof value === 'string' ? schedule({ [kind]: value }, now) : undefined;
    return times && { type: 'timer', element, cyclesLeft: 0, ...times };
  }
  const name = evaluateText(draft, nobody, 'the name', message?.name ?? signal ?? '');
  if (name instanceof Trouble || name === '') return undefined;
  return message ? { type: 'message', element, message: name } : { type: 'signal', element, signal: name };
}

const blank = {
  format: 1,
  processId: '',
  status: 'active',
  lastId: 0,
  elementInstances: {},
  waits: {},
  incidents: {},
} as const;
