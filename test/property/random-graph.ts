import fc from 'fast-check';
import { boundary, draw, type Drawn, extension, named, node, on, timer } from '../support/draw.js';

type Kind = 'user' | 'task' | 'exclusive' | 'parallel' | 'inclusive' | 'guarded' | 'noticed' | 'link';

interface Vertex {
  readonly kind: Kind;
  /** Where its flows lead, counted onwards from itself; one that points back is a way to repeat. */
  readonly ways: readonly number[];
  /** Bit set: which conditions hold. */
  readonly holds: number;
}

/** Nodes in any order, joined by any flows: joins without forks, forks without joins, loops, deadlocks. */
export type Graph = readonly Vertex[];

export const graphs: fc.Arbitrary<Graph> = fc.array(
  fc.record({
    kind: fc.constantFrom<Kind>(
      'user',
      'task',
      'exclusive',
      'parallel',
      'parallel',
      'inclusive',
      'inclusive',
      'guarded',
      'noticed',
      'link',
    ),
    ways: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 3 }),
    holds: fc.nat(7),
  }),
  { minLength: 3, maxLength: 12 },
);

const waits = new Set<Kind>(['user', 'guarded', 'noticed']);
const gateways = new Set<Kind>(['exclusive', 'parallel', 'inclusive']);
const one = new Set<Kind>(['link']);

/** The process as BPMN: `n0` ... `n<last>`, and one end event. Only what waits may lead back, so that no loop is endless. */
export function graphToBpmn(graph: Graph): string {
  const nodes: Drawn[] = [node('startEvent', 'start'), node('endEvent', 'end')];
  const flows = ['start > n0'];
  graph.forEach((vertex, index) => {
    const id = `n${index}`;
    nodes.push(...drawn(vertex, id));
    const source = vertex.kind === 'link' ? `${id}_caught` : id;
    const targets = targetsOf(graph, index);
    flows.push(...waysOut(vertex, source, targets));
    if (vertex.kind === 'guarded' || vertex.kind === 'noticed') flows.push(`${id}_event > ${targets.at(-1)!}`);
  });
  return draw(nodes, flows, { definitions: named('signal', 'go') });
}

function targetsOf(graph: Graph, index: number): string[] {
  const { kind, ways } = graph[index]!;
  const chosen = ways.slice(0, one.has(kind) ? 1 : 3).map((way) => {
    const target = index + (way === 0 ? 1 : way);
    const allowed = target > index || waits.has(kind) ? target : index + 1 - way;
    return allowed >= graph.length ? 'end' : `n${Math.max(0, allowed)}`;
  });
  return [...new Set(chosen)];
}

function drawn({ kind }: Vertex, id: string): Drawn[] {
  switch (kind) {
    case 'user':
      return [node('userTask', id)];
    case 'task':
      return [node('task', id)];
    case 'guarded':
      return [node('userTask', id), boundary(`${id}_event`, id, timer('Duration', 'PT1H'), true)];
    case 'noticed':
      return [
        node('serviceTask', id, extension('<zeebe:taskDefinition type="job"/>')),
        boundary(`${id}_event`, id, on('signal', 'go'), false),
      ];
    case 'link': {
      const link = `<linkEventDefinition name="${id}"/>`;
      return [node('intermediateThrowEvent', id, link), node('intermediateCatchEvent', `${id}_caught`, link)];
    }
    default:
      return [node(`${kind}Gateway`, id)];
  }
}

function waysOut({ kind, holds }: Vertex, source: string, targets: readonly string[]): string[] {
  const chooses = gateways.has(kind) && kind !== 'parallel' && targets.length > 1;
  return targets.map((target, index) => {
    if (!chooses) return `${source} > ${target}`;
    if (index === targets.length - 1) return `${source} > ${target} *`;
    // Some conditions depend on what people have answered last.
    const condition = holds > 3 ? `n = ${index}` : String((holds >> index) % 2 === 1);
    return `${source} > ${target} ? =${condition}`;
  });
}
