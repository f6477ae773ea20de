import type { DrawnProcess } from '../drawn-process.js';
import { type Element, many, one } from '../element.js';
import type { Rule, Warn } from '../rule.js';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const drawingIsTidy: Rule = {
  asks: 'Everything is drawn, nothing overlaps, and flows run from left to right unless they lead back.',
  check(drawn, warn) {
    const planes = many(drawn.definitions, 'diagrams').map((diagram) => one(diagram, 'plane'));
    const drawings = planes.flatMap((plane) => many(plane, 'planeElement'));
    const drawnOf = new Map(drawings.map((drawing) => [one(drawing, 'bpmnElement'), drawing]));
    const missing = [...drawn.nodes, ...drawn.flows].filter((element) => !drawnOf.has(element));
    if (missing.length > 0)
      warn('not-drawn', `Expected every element in the drawing, but ${listed(missing)} not there.`, drawn.process);
    const boxes = new Map<Element, Box>();
    for (const node of drawn.nodes) {
      const box = one(drawnOf.get(node), 'bounds') as (Element & Box) | undefined;
      if (box) boxes.set(node, box);
    }
    checkOverlaps(drawn, boxes, warn);
    checkDirections(drawn, boxes, warn);
  },
};

/** The first few, and how many more. */
function listed(elements: readonly Element[]): string {
  const first = elements.slice(0, 5).map(({ id }) => id ?? '');
  const more = elements.length - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${elements.length === 1 ? 'is' : 'are'}`;
}

/** What lies on a border or in an expanded sub-process belongs there. */
function checkOverlaps(drawn: DrawnProcess, boxes: ReadonlyMap<Element, Box>, warn: Warn): void {
  for (const scope of drawn.scopes) {
    const nodes = drawn.nodes.filter((node) => node.$parent === scope && node.$type !== 'bpmn:BoundaryEvent');
    for (const [index, node] of nodes.entries())
      for (const other of nodes.slice(index + 1))
        if (overlap(boxes.get(node), boxes.get(other)))
          warn('shapes-overlap', `Expected the element beside ${node.id ?? ''}, but they overlap.`, other);
  }
}

function overlap(one: Box | undefined, other: Box | undefined): boolean {
  if (!one || !other) return false;
  const across = one.x < other.x + other.width && other.x < one.x + one.width;
  return across && one.y < other.y + other.height && other.y < one.y + one.height;
}

/** A flow to the left is well drawn only when it closes a loop. */
function checkDirections(drawn: DrawnProcess, boxes: ReadonlyMap<Element, Box>, warn: Warn): void {
  for (const flow of drawn.flows) {
    const [source, target] = ['sourceRef', 'targetRef'].map((end) => one(flow, end));
    const [from, to] = [source, target].map((node) => node && boxes.get(node));
    if (!source || !target || !from || !to || to.x + to.width > from.x) continue;
    if (!drawn.reachable([target]).has(source))
      warn(
        'flow-runs-back',
        'Expected the flow to run from left to right, but it runs to the left and closes no loop.',
        flow,
      );
  }
}
