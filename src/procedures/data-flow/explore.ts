import type { EventNode, FlowNode, ProcessDefinition, Scope, ScopeNode, SequenceFlow } from '#engine';
import type { Read } from './node-data.js';
import type { NodeFacts } from './node-facts.js';
import { Exploration } from './exploration.js';
import { afterMaking, keyOf, type State } from './state.js';
import { waysOut } from './ways-out.js';

/** Where a case stands, what it knows, and how it came there. */
interface Visit {
  readonly node: FlowNode;
  readonly state: State;
  readonly way: Way | undefined;
  /** The flow that led here. */
  readonly from: string;
}

interface Way {
  readonly node: FlowNode;
  readonly before: Way | undefined;
}

const mostVisits = 40_000;

/**
 * Follows every way through a process with every combination of the values that decide it, and notes what is read before
 * anything has made it, which flows are never taken, and where no way leads on. Where two ways meet in the same case, only
 * what both have made counts as made; so the walk ends, in loops too.
 */
export function explore(process: ProcessDefinition, facts: NodeFacts, given: State): Exploration {
  return new Walk(process, facts).from(given);
}

class Walk {
  private readonly found = new Exploration();
  private readonly seen = new Map<string, State>();
  private readonly parents = new Map<string, ScopeNode>();
  private readonly nodes = new Map<string, FlowNode>();
  private readonly arrivals = new Map<string, Map<string, Visit>>();
  private readonly open: Visit[] = [];
  private readonly joins: Visit[] = [];

  constructor(
    private readonly process: ProcessDefinition,
    private readonly facts: NodeFacts,
  ) {
    this.learn(process);
  }

  from(given: State): Exploration {
    this.enter(this.process.scope, given, undefined);
    for (let visits = 0; ; visits += 1) {
      const next = this.open.pop() ?? this.joins.shift();
      if (!next) return this.found.ended(this.process, true);
      if (visits >= mostVisits) return this.found.ended(this.process, false);
      this.visit(next);
    }
  }

  private learn(parent: ScopeNode): void {
    for (const node of parent.scope.nodes) {
      this.nodes.set(node.id, node);
      this.parents.set(node.id, parent);
      if (isScope(node)) this.learn(node);
    }
  }

  private enter({ nodes }: Scope, state: State, way: Way | undefined): void {
    for (const node of nodes) {
      const { attachedTo, linkSources } = node as Partial<EventNode> & { linkSources?: readonly string[] };
      const begins = node.incoming.length === 0 && attachedTo === undefined && !node.isForCompensation;
      if (begins && !linkSources?.length && !isEventSubProcess(node)) this.arrive(node, state, way, '');
    }
  }

  /** Goes on from a node unless the same case has been there with no more than this. */
  private arrive(node: FlowNode, state: State, way: Way | undefined, from: string): void {
    const isJoin = node.type === 'bpmn:ParallelGateway' && node.incoming.length > 1;
    const key = `${node.id} ${isJoin ? from : ''} ${keyOf(state)}`;
    const before = this.seen.get(key);
    const both = before ? { ...state, defined: common(before.defined, state.defined) } : state;
    if (before && both.defined.size === before.defined.size) return;
    this.seen.set(key, both);
    const visit = { node, state: both, way, from };
    if (!isJoin) return void this.open.push(visit);
    const here = this.arrivals.get(node.id) ?? new Map<string, Visit>();
    this.arrivals.set(node.id, here.set(key, visit));
    this.joins.push(visit);
  }

  private visit(visit: Visit): void {
    const { node } = visit;
    const state = this.joined(visit);
    const way = { node, before: visit.way };
    this.found.reached.add(node.id);
    this.need(this.facts.before(node), state, way);
    for (const event of node.boundaryEvents) {
      this.arrive(event, state, way, '');
      const handler = this.nodes.get(event.handler ?? '');
      if (handler) this.arrive(handler, state, way, '');
    }
    if (isScope(node)) return this.enter(node.scope, plus(state, this.facts.inside(node)), way);
    for (const after of afterMaking(state, this.facts.makes(node), this.facts.domains)) {
      this.need(this.facts.after(node), after, way);
      const left = this.mapped(node, state, after);
      if (isPlainStart(node)) this.listen(node, left, way);
      this.leave(node, left, way);
    }
  }

  /** At a join, every other branch has brought at least what all its arrivals have. */
  private joined({ node, state, from }: Visit): State {
    const here = this.arrivals.get(node.id);
    if (!here) return state;
    const byFlow = new Map<string, ReadonlySet<string>>();
    for (const { from: flow, state: other } of here.values())
      byFlow.set(flow, common(byFlow.get(flow) ?? other.defined, other.defined));
    byFlow.delete(from);
    return plus(
      state,
      [...byFlow.values()].flatMap((names) => [...names]),
    );
  }

  /** With mappings of its own, an element gives nothing else to the case. */
  private mapped({ outputs }: FlowNode, before: State, after: State): State {
    if (outputs.length === 0) return after;
    const targets = outputs.map(({ target }) => target.split('.')[0]!);
    const values = new Map([...before.values].filter(([name]) => !targets.includes(name)));
    for (const { source, target } of outputs) {
      const value = after.values.get(source.replace(/^\s*=\s*/, '').trim());
      if (value !== undefined) values.set(target, value);
    }
    return { defined: new Set([...before.defined, ...targets]), values };
  }

  /** From the start on, the event sub-processes beside it may begin. */
  private listen(node: FlowNode, state: State, way: Way): void {
    const nodes = this.parents.get(node.id)?.scope.nodes ?? [];
    for (const one of nodes.filter(isEventSubProcess)) this.arrive(one, state, way, '');
  }

  private leave(node: FlowNode, state: State, way: Way): void {
    const { flows, gap, overlap } = waysOut(node, state);
    if (gap) this.found.gap(node, state);
    if (overlap) this.found.overlap(node, overlap, state);
    for (const flow of flows) this.follow(flow, state, way);
    const linked = this.nodes.get((node as { linkTarget?: string }).linkTarget ?? '');
    if (linked) this.arrive(linked, state, way, '');
    else if (node.outgoing.length === 0) this.end(node, state, way);
  }

  private follow(flow: SequenceFlow, state: State, way: Way): void {
    this.found.take(flow.id, state, () => wayIn(way));
    const target = this.nodes.get(flow.target);
    if (target) this.arrive(target, state, way, flow.id);
  }

  /** The last node of a sub-process lets the sub-process go on, unless it ends in an error. */
  private end(node: FlowNode, state: State, way: Way): void {
    const { definitions = [] } = node as Partial<EventNode>;
    const parent = this.parents.get(node.id);
    if (!parent || parent === this.process || node.isForCompensation) return;
    if (definitions.some(({ type }) => /Error|Cancel/.test(type)) || isEventSubProcess(parent)) return;
    const after = plus(
      state,
      this.facts.makes(parent).map(({ name }) => name),
    );
    this.need(this.facts.after(parent), after, way);
    this.leave(parent, this.mapped(parent, state, after), way);
  }

  private need(reads: readonly Read[], { defined }: State, way: Way): void {
    for (const read of reads) if (!defined.has(read.name)) this.found.missing(way.node, read, wayIn(way));
  }
}

function wayIn(way: Way): FlowNode[] {
  const nodes: FlowNode[] = [];
  for (let one: Way | undefined = way; one; one = one.before) nodes.unshift(one.node);
  return nodes;
}

function common(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter((name) => other.has(name)));
}

function plus(state: State, names: readonly string[]): State {
  return names.length === 0 ? state : { ...state, defined: new Set([...state.defined, ...names]) };
}

function isScope(node: FlowNode): node is ScopeNode {
  return 'scope' in node;
}

function isEventSubProcess(node: FlowNode): boolean {
  return isScope(node) && node.triggeredByEvent;
}

function isPlainStart(node: FlowNode): boolean {
  return node.type === 'bpmn:StartEvent';
}
