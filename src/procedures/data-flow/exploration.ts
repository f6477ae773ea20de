import type { FlowNode, ProcessDefinition, SequenceFlow, Value } from '#engine';
import type { Read } from './node-data.js';
import { flowsIn } from './parts-of.js';
import type { State } from './state.js';

/** Something that is read where a way leads that has not made it. */
export interface Missing {
  readonly node: FlowNode;
  readonly read: Read;
  readonly way: readonly FlowNode[];
}

/** A case, by the values that decide its way. */
export type Case = readonly (readonly [name: string, value: Value])[];

/** What was seen on the ways through a process. */
export class Exploration {
  readonly reached = new Set<string>();
  readonly taken = new Map<string, { readonly way: readonly FlowNode[]; readonly state: State }>();
  private readonly missed = new Map<string, Missing>();
  private readonly gapAt = new Map<string, { node: FlowNode; case: Case }>();
  private readonly overlapAt = new Map<string, { flows: readonly SequenceFlow[]; node: FlowNode; case: Case }>();
  private untakenFlows: readonly SequenceFlow[] = [];
  /** False when there were too many ways to see them all: then nothing is said of flows never taken. */
  isComplete = true;

  missing(node: FlowNode, read: Read, way: readonly FlowNode[]): void {
    const key = `${node.id} ${read.name} ${read.file}`;
    const before = this.missed.get(key);
    if (!before || way.length < before.way.length) this.missed.set(key, { node, read, way });
  }

  /** Keeps the first way that took a flow. */
  take(flow: string, state: State, way: () => readonly FlowNode[]): void {
    if (!this.taken.has(flow)) this.taken.set(flow, { way: way(), state });
  }

  gap(node: FlowNode, state: State): void {
    if (!this.gapAt.has(node.id)) this.gapAt.set(node.id, { node, case: caseOf(node, state) });
  }

  overlap(node: FlowNode, flows: readonly SequenceFlow[], state: State): void {
    const key = flows.map(({ id }) => id).join(' ');
    if (!this.overlapAt.has(key)) this.overlapAt.set(key, { node, flows, case: caseOf(node, state) });
  }

  ended(process: ProcessDefinition, isComplete: boolean): this {
    this.isComplete = isComplete;
    if (isComplete) this.untakenFlows = flowsIn(process.scope).filter((flow) => this.isUntaken(flow));
    return this;
  }

  get missings(): readonly Missing[] {
    return [...this.missed.values()];
  }

  get gaps() {
    return [...this.gapAt.values()];
  }

  get overlaps() {
    return [...this.overlapAt.values()];
  }

  /** Flows with a condition that never holds where they begin. */
  get untaken(): readonly SequenceFlow[] {
    return this.untakenFlows;
  }

  private isUntaken({ id, source, condition }: SequenceFlow): boolean {
    return condition !== undefined && this.reached.has(source) && !this.taken.has(id);
  }
}

/** The values that the conditions of a node ask for. */
function caseOf({ outgoing }: FlowNode, { values }: State): Case {
  const conditions = outgoing.map(({ condition = '' }) => condition).join(' ');
  return [...values].filter(([name]) => new RegExp(`(?<![\\w.])${name}\\b`).test(conditions));
}
