/** A `zeebe:input` or `zeebe:output`: the value of `source` (FEEL when it starts with `=`) is stored at `target`, a name or path. */
export interface Mapping {
  readonly source: string;
  readonly target: string;
}

/** A sequence flow (BPMN 2.0.2, 8.4.13). */
export interface SequenceFlow {
  readonly id: string;
  readonly name?: string;
  readonly source: string;
  readonly target: string;
  /** FEEL text that decides whether a token passes; absent = always. */
  readonly condition?: string;
  readonly properties?: Properties;
}

/** `zeebe:properties`: name -> value, opaque to the engine. */
export interface Properties {
  readonly [name: string]: string;
}

/** What every node of a scope has; an element's own `read` adds the rest (see `engine/elements`). */
export interface FlowNode {
  readonly id: string;
  /** BPMN type with its prefix: `bpmn:UserTask`. */
  readonly type: string;
  readonly name?: string;
  readonly properties?: Properties;
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  readonly defaultFlow?: string;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  readonly loop?: Loop;
  /** On the instances of a repeated activity: what repeats them. */
  readonly instanceOf?: Loop;
  readonly listeners: readonly Listener[];
  /** Events on the border of this activity. */
  readonly boundaryEvents: readonly EventNode[];
  /** How many tokens each start needs and each end makes (BPMN 2.0.2, table 10.3); 1 unless said otherwise. */
  readonly startQuantity: number;
  readonly completionQuantity: number;
  /** This activity undoes another one: it runs by compensation only. */
  readonly isForCompensation: boolean;
}

/** A job that must be done before an element goes on (`zeebe:executionListener`) or a task changes (`zeebe:taskListener`). */
export interface Listener {
  readonly on: 'start' | 'end' | 'creating' | 'assigning' | 'updating' | 'completing' | 'canceling';
  readonly jobType: string;
  readonly retries: string;
  readonly headers: { readonly [key: string]: string };
}

/** Repetition of an activity. Texts are FEEL when they start with `=`. */
export type Loop = MultiInstance | StandardLoop;

/** BPMN 2.0.2, 10.3.8. */
export interface MultiInstance {
  readonly kind: 'multi-instance';
  readonly sequential: boolean;
  readonly inputCollection?: string;
  readonly cardinality?: string;
  readonly inputElement?: string;
  readonly outputCollection?: string;
  readonly outputElement?: string;
  readonly completionCondition?: string;
  /** Events that instances throw as they complete (`behavior` none, one, complex); absent: none (`all`). */
  readonly throws?: readonly LoopThrow[];
}

/** What an instance of a multi-instance activity throws: each one, the first one, or when a condition holds. */
export interface LoopThrow {
  readonly when: 'each' | 'first' | { readonly condition: string };
  readonly definitions: readonly EventDefinition[];
}

/** BPMN 2.0.2, 10.3.8: repeat while the condition holds. */
export interface StandardLoop {
  readonly kind: 'standard-loop';
  readonly testBefore: boolean;
  readonly maximum?: number;
  readonly condition?: string;
}

/** What makes an event happen or what it makes happen; `type` names a row of `engine/elements/event-definitions`. */
export interface EventDefinition {
  readonly type: string;
}

/** A start, intermediate, boundary or end event. */
export interface EventNode extends FlowNode {
  readonly definitions: readonly EventDefinition[];
  /** All definitions must occur (`parallelMultiple`), not just one. */
  readonly all: boolean;
  /** Boundary event or start event of an event sub-process: ends what it is attached to. */
  readonly interrupting: boolean;
  /** Host of a boundary event. */
  readonly attachedTo?: string;
  /** Handler of a compensation boundary event (by association). */
  readonly handler?: string;
}

/** A process or sub-process: the nodes and flows among which its tokens move. */
export interface Scope {
  readonly nodes: readonly FlowNode[];
  readonly flows: readonly SequenceFlow[];
}

export interface ScopeNode extends FlowNode {
  readonly scope: Scope;
  /** An event sub-process (BPMN 2.0.2, 10.3.5): started by its start event, not by a flow. */
  readonly triggeredByEvent: boolean;
}

/** One executable process of a BPMN file. */
export interface ProcessDefinition extends ScopeNode {
  readonly versionTag?: string;
  readonly isExecutable: boolean;
}

/** What `read` makes of a BPMN file. */
export interface Model {
  /** Where each element begins in the file, from 1, by id. */
  readonly places: ReadonlyMap<string, { readonly line: number; readonly column: number }>;
  readonly processes: readonly ProcessDefinition[];
}
