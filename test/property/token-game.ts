import type { CompiledProcess, ProcessInstance, TraceEntry } from '#engine';

interface Flow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

interface Node {
  readonly id: string;
  readonly type: string;
  readonly incoming: readonly Flow[];
  readonly attachedTo?: string;
  readonly linkTarget?: string;
}

/**
 * The rules of tokens, written a second time and without thought of speed: it follows the trace of a process without
 * sub-processes and says where the engine does something else. Tokens are on flows, or in nodes.
 */
export class TokenGame {
  private readonly nodes: ReadonlyMap<string, Node>;
  private readonly flows: ReadonlyMap<string, Flow>;
  private readonly onFlow = new Map<string, number>();
  private readonly inNode = new Map<string, number>();

  constructor({ definition }: CompiledProcess) {
    this.nodes = new Map((definition.scope.nodes as readonly Node[]).map((node) => [node.id, node]));
    this.flows = new Map(definition.scope.flows.map((flow) => [flow.id, flow]));
  }

  /** Follows one step, then compares where the tokens are and looks for joins that should have let go. */
  follow(trace: readonly TraceEntry[], instance: ProcessInstance): void {
    for (const entry of trace) this.move(entry);
    if (instance.status !== 'active') return;
    this.compare(instance);
    const late = [...this.nodes.values()].find(
      (node) => this.isInclusive(node) && this.hasTokens(node) && this.mayGo(node),
    );
    if (late) throw new Error(`inclusive join ${late.id} waits for nobody that could come`);
    const ready = [...this.nodes.values()].find(
      (node) => this.isParallel(node) && node.incoming.every(({ id }) => this.onFlow.get(id)),
    );
    if (ready) throw new Error(`parallel join ${ready.id} has all its tokens and waits`);
  }

  /** Nothing moves: whatever is left waits at joins for tokens that never come. */
  isStuck(): boolean {
    return [...this.inNode.values()].every((count) => count === 0);
  }

  private move({ event, element }: TraceEntry): void {
    const node = this.nodes.get(element);
    if (event === 'taken') return add(this.onFlow, element, 1);
    if (!node) return;
    if (event !== 'activated') return add(this.inNode, element, -1);
    this.arrive(node);
    add(this.inNode, element, 1);
  }

  /** A node becomes active: which tokens did that take? */
  private arrive(node: Node): void {
    if (this.isParallel(node)) {
      for (const { id } of node.incoming) this.take(id, node);
    } else if (this.isInclusive(node)) {
      const came = node.incoming.filter(({ id }) => this.onFlow.get(id));
      if (came.length === 0) throw new Error(`inclusive join ${node.id} went on without a token`);
      if (!this.mayGo(node))
        throw new Error(`inclusive join ${node.id} did not wait for ${this.blockers(node).join(', ')}`);
      for (const { id } of came) this.take(id, node);
    } else {
      const flow = node.incoming.find(({ id }) => this.onFlow.get(id));
      if (flow) this.take(flow.id, node);
      else if (node.incoming.length > 0) throw new Error(`${node.id} became active without a token`);
    }
  }

  private take(flow: string, node: Node): void {
    if (!this.onFlow.get(flow)) throw new Error(`${node.id} took a token from ${flow}, where there is none`);
    add(this.onFlow, flow, -1);
  }

  /** Where tokens stand that can still come to an empty flow of the join without passing it. */
  private blockers(join: Node): string[] {
    const empty = new Set(join.incoming.filter(({ id }) => !this.onFlow.get(id)).map(({ id }) => id));
    const inNodes = [...this.inNode].filter(([id, count]) => count > 0 && id !== join.id).map(([id]) => id);
    const onFlows = [...this.onFlow].filter(([id, count]) => count > 0 && this.flows.get(id)!.target !== join.id);
    return [
      ...inNodes.filter((id) => this.reaches(id, join.id, empty)),
      ...onFlows.filter(([id]) => this.reaches(this.flows.get(id)!.target, join.id, empty)).map(([id]) => `flow ${id}`),
    ];
  }

  /** Forward, breadth first: the engine walks back. */
  private reaches(from: string, join: string, flows: ReadonlySet<string>): boolean {
    const seen = new Set([from]);
    const queue = [from];
    while (queue.length > 0) {
      const id = queue.shift()!;
      const out = [...this.flows.values()].filter(({ source }) => source === id);
      if (out.some((flow) => flows.has(flow.id))) return true;
      const attached = [...this.nodes.values()].filter(({ attachedTo }) => attachedTo === id).map((event) => event.id);
      const linked = this.nodes.get(id)?.linkTarget ?? [];
      for (const target of [...out.map((flow) => flow.target), ...attached, linked].flat()) {
        if (target === join || seen.has(target)) continue;
        seen.add(target);
        queue.push(target);
      }
    }
    return false;
  }

  /** Nobody can come any more; or only tokens at joins that wait for nobody but each other: nothing else will ever move them. */
  private mayGo(join: Node, seen = new Set<string>([join.id])): boolean {
    return this.blockers(join).every((place) => {
      if (!place.startsWith('flow ')) return false;
      const other = this.nodes.get(this.flows.get(place.slice('flow '.length))!.target)!;
      if (seen.has(other.id)) return true;
      seen.add(other.id);
      // One that is free to go comes first.
      return !(this.isInclusive(other) && this.blockers(other).length === 0) && this.mayGo(other, seen);
    });
  }

  private compare({ elementInstances }: ProcessInstance): void {
    const [root] = Object.values(elementInstances);
    const found = new Map<string, number>();
    for (const { element, parent } of Object.values(elementInstances)) if (parent) add(found, element, 1);
    same('in nodes', this.inNode, found);
    same('on flows', this.onFlow, new Map(Object.entries(root?.arrivals ?? {})));
  }

  private hasTokens({ incoming }: Node): boolean {
    return incoming.some(({ id }) => this.onFlow.get(id));
  }

  private isParallel({ type, incoming }: Node): boolean {
    return type === 'bpmn:ParallelGateway' && incoming.length > 1;
  }

  private isInclusive({ type, incoming }: Node): boolean {
    return type === 'bpmn:InclusiveGateway' && incoming.length > 1;
  }
}

function add(counts: Map<string, number>, key: string, more: number): void {
  const count = (counts.get(key) ?? 0) + more;
  if (count < 0) throw new Error(`fewer than no tokens at ${key}`);
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function same(where: string, booked: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): void {
  const write = (counts: ReadonlyMap<string, number>) =>
    [...counts]
      .map(([id, count]) => `${count} at ${id}`)
      .sort()
      .join(', ');
  if (write(booked) !== write(found))
    throw new Error(`tokens ${where}: the rules say ${write(booked)}; the engine ${write(found)}`);
}
