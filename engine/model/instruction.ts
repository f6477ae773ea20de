import type { Binding } from './effect.js';
import type { Mapping } from './process-definition.js';

/** The three ways of BPMN to say when; texts are FEEL when they start with `=`. Exactly one is present. */
export interface TimerText {
  readonly date?: string;
  readonly duration?: string;
  readonly cycle?: string;
}

/** Opening an event subscription: `event` is what the machine will receive, the id of the event node. */
interface Subscription {
  readonly event: string;
  /** The subscription stays open after it fired. */
  readonly repeats: boolean;
}

/** Instructions without parameters. */
type Bare =
  /** The element becomes active: it appears in the trace. */
  | 'activate'
  /** Sends `proceed` to the token once everything before it succeeded. */
  | 'proceed'
  /** The element is over: its waits close and its token is gone. */
  | 'complete'
  /** Ends the element and everything inside it. */
  | 'terminate'
  /** Ends everything inside the element. */
  | 'terminate-children'
  /** The variables that came with the event become results of the element. */
  | 'store-results'
  /** A process or sub-process ends at once, from inside (terminate end event). */
  | 'terminate-scope';

/** What each instruction that has parameters is told. */
interface Parameters {
  'map-inputs': { readonly mappings: readonly Mapping[] };
  'map-outputs': { readonly mappings: readonly Mapping[] };
  'wait-for-user-task': {
    readonly name: string;
    readonly assignee?: string;
    readonly candidateGroups?: string;
    readonly candidateUsers?: string;
    readonly dueDate?: string;
    readonly followUpDate?: string;
    readonly priority?: string;
    readonly form?: { readonly formId: string; readonly binding: Binding } | { readonly externalReference: string };
    readonly headers: { readonly [key: string]: string };
  };
  'wait-for-job': {
    readonly jobType: string;
    readonly retries: string;
    readonly headers: { readonly [key: string]: string };
  };
  'wait-for-timer': Subscription & { readonly timer: TimerText };
  'wait-for-message': Subscription & { readonly message: string; readonly correlationKey?: string };
  'wait-for-signal': Subscription & { readonly signal: string };
  /** The value of the expression becomes a result. */
  'run-script': { readonly expression: string; readonly resultVariable: string };
  'evaluate-decision': { readonly decisionId: string; readonly binding: Binding };
  /** The decision's value becomes a result of that name. */
  'store-decision': { readonly resultVariable: string };
  'call-process': {
    readonly processId: string;
    readonly binding: Binding;
    readonly propagateAllParentVariables: boolean;
  };
  /** Tokens start moving inside the element. */
  'enter-scope': { readonly scope: string };
  /** Moves a token along a sequence flow; with `to`, into an event that has already occurred. */
  take: { readonly flow: string; readonly to?: string };
  /** A token reaches a join and waits there for others. */
  arrive: { readonly flow: string; readonly node: string; readonly rule: JoinRule };
  /** A token appears at an event that has just occurred: boundary event or event sub-process. */
  occur: { readonly node: string; readonly start?: string };
  'throw-error': { readonly code: string };
  'throw-escalation': { readonly code: string };
  'throw-signal': { readonly signal: string };
  'raise-incident': { readonly code: string; readonly message: string };
}

/** When a join lets go: a token on each edge, or none left that could still come. */
export type JoinRule = 'every-edge' | 'reachability';

/**
 * What a compiled machine tells the engine: the actions of its transitions, as data.
 * `engine/instructions` has one function for each.
 */
export type Instruction =
  | { readonly type: Bare }
  | { [Type in keyof Parameters]: { readonly type: Type; readonly params: Parameters[Type] } }[keyof Parameters];

export type InstructionType = Instruction['type'];

/** The parameters of one kind of instruction. */
export type ParametersOf<Type extends InstructionType> = Type extends keyof Parameters ? Parameters[Type] : undefined;
