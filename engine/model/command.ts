import type { UserTaskChange } from './user-task-change.js';
import type { Variables } from './variables.js';

/** Names one wait of an instance: the number under which an effect opened it. */
export type WaitId = string;

/** What the world may ask of a running process instance. A command that does not fit is rejected and changes nothing. */
export type Command =
  /** `by`, here and below: who asks, given back with the effects that follow once task listeners have agreed. */
  | {
      readonly type: 'complete-user-task';
      readonly wait: WaitId;
      readonly variables?: Variables;
      readonly by?: string;
    }
  /** Nobody (`null`) or somebody gets the task. */
  | {
      readonly type: 'assign-user-task';
      readonly wait: WaitId;
      readonly assignee: string | null;
      readonly by?: string;
    }
  | {
      readonly type: 'update-user-task';
      readonly wait: WaitId;
      readonly change: Omit<UserTaskChange, 'assignee'>;
      readonly by?: string;
    }
  /**
   * A task listener may refuse what was asked (`denied`, and why) or correct the task; what was asked then happens with the
   * corrections. The worker of an ad-hoc sub-process gives directions.
   */
  | {
      readonly type: 'complete-job';
      readonly wait: WaitId;
      readonly variables?: Variables;
      readonly denied?: boolean;
      readonly reason?: string;
      readonly corrections?: UserTaskChange;
      readonly directions?: Directions;
    }
  /** A worker gave up (all retries are spent), or the process to call does not exist. Raises an incident; resolving it asks again. */
  | { readonly type: 'fail-job'; readonly wait: WaitId; readonly message: string; readonly variables?: Variables }
  /** A worker or a called process throws a BPMN error (BPMN 2.0.2, 10.5.1): looks for a catcher from the waiting element outwards. */
  | {
      readonly type: 'throw-error';
      readonly wait: WaitId;
      readonly code: string;
      readonly message?: string;
      readonly variables?: Variables;
    }
  /** A called process escalates: whoever catches it decides whether the call goes on. */
  | {
      readonly type: 'throw-escalation';
      readonly wait: WaitId;
      readonly code: string;
      readonly variables?: Variables;
    }
  | { readonly type: 'trigger-timer'; readonly wait: WaitId }
  | { readonly type: 'correlate-message'; readonly wait: WaitId; readonly variables?: Variables }
  | { readonly type: 'trigger-signal'; readonly wait: WaitId; readonly variables?: Variables }
  /** The host evaluated the decision that `evaluate-decision` asked for, or could not. */
  | { readonly type: 'answer-decision'; readonly wait: WaitId; readonly result: DecisionAnswer }
  | { readonly type: 'complete-called-process'; readonly wait: WaitId; readonly variables: Variables }
  /** `local`: create in exactly that scope; otherwise each name goes to the nearest scope upwards that has it (else the root). */
  | {
      readonly type: 'set-variables';
      readonly elementInstance?: string;
      readonly variables: Variables;
      readonly local?: boolean;
    }
  /** Starts an inner element of an ad-hoc sub-process. */
  | {
      readonly type: 'activate-ad-hoc';
      readonly elementInstance: string;
      readonly element: string;
      readonly variables?: Variables;
    }
  /** Moves tokens by hand: terminates element instances, activates elements (entering the scopes around them). */
  | { readonly type: 'modify'; readonly activate?: readonly Activation[]; readonly terminate?: readonly string[] }
  /** Nothing but resume and cancel is accepted until it is resumed; timers keep the time they have left. */
  | { readonly type: 'suspend' }
  | { readonly type: 'resume' }
  | { readonly type: 'resolve-incident'; readonly incident: string }
  | { readonly type: 'cancel' };

/** An element that a modification activates. */
export interface Activation {
  readonly element: string;
  /** The active scope to place it in, when there are several. */
  readonly scope?: string;
  /** Set in the scope around the element. */
  readonly variables?: Variables;
  /** Set in the scope of an element, by its id: of the one that is activated, of one around it, or of the process. */
  readonly scoped?: { readonly [element: string]: Variables };
}

/** What the worker of an ad-hoc sub-process wants of it; nothing: it stays as it is until something inside has completed. */
export interface Directions {
  /** Inner elements to start, with variables of their own. */
  readonly activate?: readonly { readonly element: string; readonly variables?: Variables }[];
  /** It is over as soon as nothing runs inside; the worker is not asked again. */
  readonly enough?: boolean;
  /** What runs inside ends first. */
  readonly cancelsRemaining?: boolean;
}

/** The value of the decision, or why there is none (table, rule and cell in words). */
export type DecisionAnswer = { readonly value: Variables[string] } | { readonly failure: string };
