import type { Directions } from './command.js';
import type { Instruction, JoinRule } from './instruction.js';
import type { FlowNode, ProcessDefinition, SequenceFlow } from './process-definition.js';
import type { Value, Variables } from './variables.js';

/** A process definition ready to run: its nodes by id and one machine per scope. Read-only; serves any number of instances. */
export interface CompiledProcess {
  readonly definition: ProcessDefinition;
  /** The process itself and every node of every scope, by id. */
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
  /** The machine in which the process itself is the only element. */
  readonly outermost: CompiledScope;
  /** By the id of the process or sub-process; `<activity>#loop` for the repetitions of an activity. */
  readonly scopes: ReadonlyMap<string, CompiledScope>;
  /** How tokens wait for each other, for the nodes at which they do. */
  readonly joins: ReadonlyMap<FlowNode, JoinRule>;
}

/** The machine of one scope, asked for one token at a time. */
export interface CompiledScope {
  readonly id: string;
  readonly nodes: readonly FlowNode[];
  /** The XState machine itself: for drawing and walking; the engine asks through `ask`. */
  readonly machine: unknown;
  /** Where its tokens start: the none start event, else every node that no flow leads to. */
  readonly starts: readonly FlowNode[];
  /** Where a token at a position goes on an event and what is to be done; nothing when no transition fits. */
  ask(at: string, event: Occurrence, judge: Judge): Answer | undefined;
  /**
   * The nodes from which a token can still come along this flow without passing the node it leads to
   * (across boundary events and links): what an inclusive join waits for. A token that waits at another join stands at
   * `-<flow>`, the flow on which it came.
   */
  sources(flow: string): ReadonlySet<string>;
}

export interface Answer {
  readonly at: string;
  readonly instructions: readonly Instruction[];
}

/** What a machine is told has happened to a token. */
export interface Occurrence {
  readonly type: string;
  readonly variables?: Variables;
  /** Code of an error or escalation. */
  readonly code?: string;
  readonly message?: string;
  /** Start event that a scope begins with. */
  readonly start?: string;
  /** Which definition of a parallel multiple start event it was. */
  readonly part?: number;
  readonly value?: Value;
  /** What a worker wants of its ad-hoc sub-process. */
  readonly directions?: Directions;
}

/** A question that a transition asks before it is taken. */
export type Guard =
  /** Does the FEEL condition hold, seen from the token? */
  | { readonly type: 'holds'; readonly params: { readonly condition: string } }
  /** Is this the code of the error or escalation? */
  | { readonly type: 'code-is'; readonly params: { readonly code: string } };

export type Judge = (guard: Guard) => boolean;
