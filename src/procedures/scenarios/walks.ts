import type { EventNode, FlowNode, LogEntry, Scope } from '#engine';
import type { Path } from './paths-through.js';

/** One token's way so far: where it has been and by which flows. */
interface Walk {
  readonly elements: readonly string[];
  readonly flows: readonly string[];
}

/**
 * The ways that tokens went through a scope in one case, from its log. A way that took a flow twice is told without what lay
 * between: a case that goes round a loop has gone the way without the loop.
 */
export function walksIn({ nodes }: Scope, log: readonly LogEntry[]): Path[] {
  return new Walking(nodes).through(log);
}

/** Where a token is: the ways that have come together in it, all ending at the same node. */
type Token = readonly Walk[];

class Walking {
  private readonly nodes: ReadonlyMap<string, FlowNode>;
  private readonly targets: ReadonlyMap<string, { readonly source: string; readonly target: string }>;
  private readonly ended: Path[] = [];
  private tokens: Token[] = [];
  /** Tokens that have just left a node, until its flows are known. */
  private readonly leaving = new Map<string, Token>();

  constructor(nodes: readonly FlowNode[]) {
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    this.targets = new Map(nodes.flatMap(({ outgoing }) => outgoing.map((flow) => [flow.id, flow] as const)));
  }

  through(log: readonly LogEntry[]): Path[] {
    for (const { event, element } of log) {
      const node = this.nodes.get(element);
      if (event === 'taken') this.take(element);
      else if (node && event === 'activated') this.enter(node);
      else if (node && event === 'completed') this.leave(node);
    }
    return this.ended;
  }

  /** What no flow leads to begins a walk, or goes on from where it is attached or linked. */
  private enter({ id, incoming, ...node }: FlowNode): void {
    if (incoming.length > 0) return;
    const { attachedTo, linkSources = [] } = node as Partial<EventNode> & { linkSources?: readonly string[] };
    const from = attachedTo === undefined ? linkSources : [attachedTo];
    const before = this.tokens.findLast((token) => from.includes(at(token))) ?? [{ elements: [], flows: [] }];
    this.tokens.push(before.map(({ elements, flows }) => ({ elements: [...elements, id], flows })));
  }

  /** A gateway lets all go on together that have come; any other node one at a time. */
  private leave({ id, type, outgoing, ...node }: FlowNode): void {
    const here = this.tokens.filter((token) => at(token) === id);
    const gone = type.endsWith('Gateway') ? here : here.slice(0, 1);
    if ((node as { linkTarget?: string }).linkTarget !== undefined) return;
    this.tokens = this.tokens.filter((token) => !gone.includes(token));
    if (outgoing.length === 0) this.ended.push(...gone.flat());
    else this.leaving.set(id, gone.flat());
  }

  private take(id: string): void {
    const flow = this.targets.get(id);
    const walks = this.leaving.get(flow?.source ?? '') ?? [];
    if (flow && walks.length > 0) this.tokens.push(walks.map((walk) => this.extended(walk, id, flow)));
  }

  /** A walk that takes a flow again is as it was after the first time. */
  private extended({ elements, flows }: Walk, id: string, flow: { source: string; target: string }): Walk {
    const first = flows.indexOf(id);
    if (first < 0) return { elements: [...elements, flow.target], flows: [...flows, id] };
    const { source, target } = flow;
    const length = elements.findIndex((element, index) => element === source && elements[index + 1] === target) + 2;
    return { elements: elements.slice(0, length), flows: flows.slice(0, first + 1) };
  }
}

function at([walk]: Token): string {
  return walk?.elements.at(-1) ?? '';
}
