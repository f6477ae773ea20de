import { definitionsOf } from '#engine';

/** How an element is coloured. */
export type Mark = 'added' | 'removed' | 'changed';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Bounds extends Point {
  readonly width: number;
  readonly height: number;
}

/** A shape or edge of the diagram, as bpmn-moddle reads it. */
interface Drawn {
  readonly $type: string;
  readonly bpmnElement?: { readonly $type: string; readonly id: string; readonly name?: string };
  readonly bounds?: Bounds;
  readonly waypoint?: readonly Point[];
  readonly label?: { readonly bounds?: Bounds };
}

interface Diagrams {
  readonly diagrams?: readonly { readonly plane?: { readonly planeElement?: readonly Drawn[] } }[];
}

const MARGIN = 24;
const LINE = 14;
/** Average width of a letter. */
const LETTER = 6;

/** A model as SVG, drawn as its diagram says, without a script. Undefined when it has no diagram. */
export async function modelPicture(
  xml: string,
  marks: ReadonlyMap<string, Mark>,
  title: string,
): Promise<string | undefined> {
  const { diagrams = [] } = ((await definitionsOf(xml)) ?? {}) as Diagrams;
  const drawn = diagrams.flatMap(({ plane }) => plane?.planeElement ?? []);
  const shapes = drawn.filter(({ bounds }) => bounds !== undefined);
  if (shapes.length === 0) return undefined;
  const edges = drawn.filter(({ waypoint = [] }) => waypoint.length > 1);
  const points = [
    ...shapes.flatMap(({ bounds, label }) => [...corners(bounds!), ...(label?.bounds ? corners(label.bounds) : [])]),
    ...edges.flatMap(({ waypoint }) => waypoint ?? []),
  ];
  const left = Math.min(...points.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...points.map(({ y }) => y)) - MARGIN;
  const width = Math.max(...points.map(({ x }) => x)) + MARGIN - left;
  const height = Math.max(...points.map(({ y }) => y)) + MARGIN - top;
  const classOf = ({ bpmnElement }: Drawn): string => {
    const mark = marks.get(bpmnElement?.id ?? '');
    return `model__part${mark ? ` model__part--${mark}` : ''}`;
  };
  return [
    `<svg class="model" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escape(title)}" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}">`,
    ...edges.map((edge) => `<g class="${classOf(edge)}">${edgePicture(edge)}</g>`),
    ...shapes.map((shape) => `<g class="${classOf(shape)}">${shapePicture(shape)}</g>`),
    '</svg>',
  ].join('');
}

function corners({ x, y, width, height }: Bounds): Point[] {
  return [
    { x, y },
    { x: x + width, y: y + height },
  ];
}

function edgePicture({ waypoint = [], bpmnElement, label }: Drawn): string {
  const [tip, before] = [waypoint.at(-1)!, waypoint.at(-2)!];
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const wing = (turn: number): string =>
    `${round(tip.x - 9 * Math.cos(angle + turn))},${round(tip.y - 9 * Math.sin(angle + turn))}`;
  const middle = waypoint[Math.floor((waypoint.length - 1) / 2)]!;
  const place = label?.bounds ?? { x: middle.x + 8, y: middle.y - 22, width: 80, height: LINE };
  return [
    `<polyline points="${waypoint.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="none"/>`,
    `<polygon points="${tip.x},${tip.y} ${wing(0.4)} ${wing(-0.4)}" class="model__tip"/>`,
    words(bpmnElement?.name, place),
  ].join('');
}

function shapePicture({ bounds, bpmnElement, label }: Drawn): string {
  const { x, y, width, height } = bounds!;
  const type = bpmnElement?.$type ?? '';
  const below = label?.bounds ?? { x: x + width / 2 - 50, y: y + height + 4, width: 100, height: LINE };
  if (type.endsWith('Gateway')) {
    const [cx, cy] = [x + width / 2, y + height / 2];
    const signs: Readonly<Record<string, string>> = { Parallel: '+', Inclusive: '○', EventBased: '◇', Complex: '✱' };
    const sign = signs[type.replace('bpmn:', '').replace('Gateway', '')] ?? '×';
    return `<polygon points="${cx},${y} ${x + width},${cy} ${cx},${y + height} ${x},${cy}"/><text x="${cx}" y="${cy + 7}" text-anchor="middle" class="model__sign">${sign}</text>${words(bpmnElement?.name, below)}`;
  }
  if (type.endsWith('Event')) {
    const [cx, cy, r] = [x + width / 2, y + height / 2, width / 2];
    const end = type === 'bpmn:EndEvent' ? ' class="model__end"' : '';
    const inner = /Boundary|Intermediate/.test(type) ? `<circle cx="${cx}" cy="${cy}" r="${r - 3}"/>` : '';
    return `<circle cx="${cx}" cy="${cy}" r="${r}"${end}/>${inner}${words(bpmnElement?.name, below)}`;
  }
  const isOpen = width > 200 || height > 140;
  const inside = isOpen
    ? { x: x + 8, y: y + 6, width: width - 16, height: LINE }
    : { x: x + 4, y, width: width - 8, height };
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10"${isOpen ? ' class="model__room"' : ''}/>${words(bpmnElement?.name, inside, !isOpen)}`;
}

/** Words within bounds, line by line. */
function words(text: string | undefined, { x, y, width, height }: Bounds, centred = false): string {
  if (!text) return '';
  const lines: string[] = [];
  const most = Math.max(8, Math.floor(width / LETTER));
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const first = centred ? y + height / 2 - ((lines.length - 1) * LINE) / 2 + 4 : y + LINE - 3;
  const spans = lines.map(
    (line, index) => `<tspan x="${round(x + width / 2)}" y="${round(first + index * LINE)}">${escape(line)}</tspan>`,
  );
  return `<text text-anchor="middle">${spans.join('')}</text>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
