import type { FlowNode, Scope } from '#engine';

/** One way from a beginning to an end: nodes and flows in turn. */
export interface Path {
  readonly elements: readonly string[];
  readonly flows: readonly string[];
}

const mostPaths = 10_000;

/** A process and the sub-processes in it, by id. */
export function scopesOf(id: string, scope: Scope): { id: string; scope: Scope }[] {
  const inner = scope.nodes.flatMap((node) => {
    const { scope: within } = node as FlowNode & { scope?: Scope };
    return within ? scopesOf(node.id, within) : [];
  });
  return [{ id, scope }, ...inner];
}

/** A scope begins at its start events and at every node that no flow leads to; a boundary event goes on from its activity. */
export function pathsThrough({ nodes }: Scope): { paths: Path[]; complete: boolean } {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found: Path[] = [];
  const visit = (node: FlowNode, elements: readonly string[], flows: readonly string[]): void => {
    if (found.length >= mostPaths) return;
    const here = [...elements, node.id];
    const ways = node.outgoing.filter(({ id }) => !flows.includes(id));
    for (const flow of ways) {
      const next = byId.get(flow.target);
      if (next) visit(next, here, [...flows, flow.id]);
    }
    const linked = byId.get((node as { linkTarget?: string }).linkTarget ?? '');
    if (linked && !elements.includes(linked.id)) visit(linked, here, flows);
    if (node.outgoing.length === 0 && !linked) found.push({ elements: here, flows });
    for (const event of node.boundaryEvents) if (!elements.includes(event.id)) visit(event, here, flows);
  };
  const attached = new Set(nodes.flatMap(({ boundaryEvents }) => boundaryEvents.map(({ id }) => id)));
  nodes
    .filter((node) => node.incoming.length === 0 && !attached.has(node.id) && !isReachedOtherwise(node))
    .forEach((node) => visit(node, [], []));
  return { paths: found, complete: found.length < mostPaths };
}

/** By a link, by compensation, or by an event: no path of its own begins there. */
function isReachedOtherwise(node: FlowNode): boolean {
  const { linkSources = [], triggeredByEvent } = node as {
    linkSources?: readonly string[];
    triggeredByEvent?: boolean;
  };
  return linkSources.length > 0 || triggeredByEvent === true || node.isForCompensation;
}
