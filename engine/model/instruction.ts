import type { Binding, Effect } from './effect.js';
import type { Value } from './variables.js';
import type { Listener, Loop, LoopThrow, Mapping, MultiInstance } from './process-definition.js';

/** The three ways of BPMN to say when; texts are FEEL when they start with `=`. Exactly one is present. */
export interface TimerText {
  readonly date?: string;
  readonly duration?: string;
  readonly cycle?: string;
}

/** Opening an event subscription: `event` is what the machine will receive, the id of the event node. */
export interface Subscription {
  readonly event: string;
  /** One of several definitions of the event. */
  readonly part?: number;
  /** How many parts must occur before the event does (parallel multiple); absent when one is enough. */
  readonly parts?: number;
  /** The subscription stays open after it fired. */
  readonly repeats: boolean;
}

/** How an ad-hoc sub-process begins and ends (BPMN 2.0.2, 10.3.5). */
export interface AdHoc {
  readonly activeElements?: string;
  readonly completionCondition?: string;
  readonly cancelsRemaining: boolean;
  readonly sequential: boolean;
  readonly outputCollection?: string;
  readonly outputElement?: string;
  /** What can begin inside, as a worker is told (`adHocSubProcessElements`). */
  readonly offered: readonly Value[];
  /** A worker is asked what shall run inside: at the beginning, and whenever something has run to its end. */
  readonly job?: Parameters['wait-for-job'];
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
  /** The variables that came with the event become local variables of the element. */
  | 'store-locals'
  /** A process or sub-process ends at once, from inside (terminate end event). */
  | 'terminate-scope'
  /** The next activity is undone. */
  | 'compensate-next'
  /** The listeners of a cancelled user task have heard of it. */
  | 'end-cancelling'
  /** An element was terminated by hand. */
  | 'take-away'
  /** What was asked of a user task takes effect. */
  | 'settle-user-task'
  /** A completed scope that was restored for compensation is put away again. */
  | 'discard'
  /** A transaction is cancelled from inside. */
  | 'throw-cancel';

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
    readonly priority?: string;
    /** The job is a listener of the element, not its work. */
    readonly listener?: Listener['on'];
    /** The job asks what shall run inside. */
    readonly directs?: boolean;
  };
  'wait-for-timer': Subscription & { readonly timer: TimerText };
  'wait-for-message': Subscription & { readonly message: string; readonly correlationKey?: string };
  'wait-for-condition': Subscription & { readonly condition: string };
  'wait-for-signal': Subscription & { readonly signal: string };
  /** Undoes what has completed in the scope around the element or, in a transaction, inside it; tells `compensated` when all is undone, or at once. */
  compensate: { readonly of: 'scope' | 'own'; readonly activity?: string; readonly waits?: boolean };
  /** An ad-hoc sub-process begins, and looks at its state when something inside has completed. */
  'enter-ad-hoc': AdHoc & { readonly scope: string };
  'check-ad-hoc': AdHoc;
  /** The worker of an ad-hoc sub-process has said what shall run inside. */
  'direct-ad-hoc': AdHoc;
  /** The value of the expression becomes a result. */
  'run-script': { readonly expression: string; readonly resultVariable: string };
  'evaluate-decision': { readonly decisionId: string; readonly binding: Binding };
  /** The decision's value becomes a result of that name. */
  'store-decision': { readonly resultVariable: string };
  'call-process': {
    readonly processId: string;
    readonly businessId?: string;
    readonly binding: Binding;
    readonly propagateAllParentVariables: boolean;
  };
  /** Tokens start moving inside the element. */
  'enter-scope': { readonly scope: string };
  /** The body of a repeated activity begins, goes on, ends. */
  'enter-loop': { readonly scope: string; readonly loop: Loop };
  'go-on-looping': { readonly loop: Loop };
  'leave-loop': { readonly loop: Loop };
  /** One instance of a repeated activity hands in its output. */
  collect: { readonly loop: MultiInstance };
  /** An instance has completed: events are thrown to the border of the activity, or beyond. */
  'throw-from-loop': {
    readonly throws: readonly {
      readonly when: LoopThrow['when'];
      /** Boundary events of the same definition, which occur at once. */
      readonly caughtBy: readonly string[];
      /** Otherwise. */
      readonly instructions: readonly Instruction[];
    }[];
  };
  /** Waits for these events are over (an event sub-process has taken over). */
  disarm: { readonly events: readonly string[] };
  /** Moves a token along a sequence flow; with `to`, into an event that has already occurred. */
  take: { readonly flow: string; readonly to?: string };
  /** A token reaches a join and waits there for others. */
  arrive: { readonly flow: string; readonly node: string; readonly rule: JoinRule };
  /** A token appears at an event that has just occurred: boundary event or event sub-process. */
  occur: { readonly node: string; readonly start?: string };
  'throw-error': { readonly code: string };
  'throw-escalation': { readonly code: string };
  'throw-signal': { readonly signal: string };
  /** The instance ends as soon as the tasks inside are cancelled; then its caller is told. */
  'terminate-instance': { readonly told?: Effect };
  'raise-incident': { readonly code: string; readonly message: string };
}

/** When a join lets go: a token on each edge, none left that could still come, enough of them, or a condition about them. */
export type JoinRule = 'every-edge' | 'reachability' | 'quantity' | 'condition';

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
