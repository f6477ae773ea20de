import { Parser } from 'htmlparser2';

/** What a procedure needs to know of its model, without compiling it: who does what with which file. */
export interface ProcessOutline {
  readonly processId?: string;
  readonly versionTag?: string;
  readonly elements: readonly OutlineElement[];
  /** Every FEEL text of the model. */
  readonly expressions: readonly { readonly text: string; readonly line: number }[];
}

export interface OutlineElement {
  readonly id: string;
  /** BPMN type without prefix: `userTask`, `sequenceFlow`. */
  readonly type: string;
  readonly name?: string;
  readonly line: number;
  readonly jobType?: string;
  readonly headers: { readonly [key: string]: string };
  readonly formId?: string;
  readonly candidateGroups: readonly string[];
  readonly decisionId?: string;
  /** FEEL of the input mappings. */
  readonly inputs: readonly string[];
  /** Variables that the element itself makes: results and targets of mappings. */
  readonly makes: readonly string[];
  /** The candidate groups are worked out when it runs. */
  readonly candidatesByExpression: boolean;
  /** Names of the `zeebe:properties`. */
  readonly properties: { readonly [name: string]: string };
  /** Flow nodes only: flows that leave it. */
  readonly outgoing: number;
  readonly defaultFlow?: string;
  readonly attachedTo?: string;
  readonly cancelActivity: boolean;
  readonly eventDefinitions: readonly string[];
  /** Call activities: the process that is called, when it is named. */
  readonly called?: { readonly processId: string; readonly versionTag?: string };
}

type Draft = {
  -readonly [Name in keyof OutlineElement]: OutlineElement[Name] extends readonly (infer T)[]
    ? T[]
    : OutlineElement[Name];
} & { headers: Record<string, string>; properties: Record<string, string> };

const FLOW_ELEMENT =
  /^(process|subProcess|adHocSubProcess|transaction|callActivity|\w*[tT]ask|\w+Gateway|\w+Event|sequenceFlow|message)$/;

/** Reads a BPMN text once, top to bottom. A text that is no BPMN has no elements. */
export function readOutline(xml: string): ProcessOutline {
  const elements: Draft[] = [];
  const open: { readonly tag: string; readonly element: Draft }[] = [];
  const expressions: { text: string; line: number }[] = [];
  const lineAt = lineFinder(xml);
  let processId: string | undefined;
  let versionTag: string | undefined;
  const parser = new Parser(
    {
      onopentag(qualified, attributes) {
        const name = qualified.replace(/^.*:/, '');
        const line = lineAt(parser.startIndex);
        for (const value of Object.values(attributes))
          if (value.startsWith('=')) expressions.push({ text: value.slice(1), line });
        if (name === 'versionTag' && open.length === 1) versionTag ??= attributes['value'];
        if (FLOW_ELEMENT.test(name) && attributes['id']) {
          const element = draft(name, attributes, line);
          if (name === 'process') processId ??= element.id;
          elements.push(element);
          open.push({ tag: qualified, element });
        } else if (open.length > 0) learn(open.at(-1)!.element, name, attributes);
      },
      ontext(text) {
        if (text.trim().startsWith('='))
          expressions.push({ text: text.trim().slice(1), line: lineAt(parser.startIndex) });
      },
      onclosetag(qualified) {
        // <zeebe:userTask /> stands inside <bpmn:userTask>
        if (open.at(-1)?.tag === qualified) open.pop();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return {
    ...(processId === undefined ? {} : { processId }),
    ...(versionTag === undefined ? {} : { versionTag }),
    elements,
    expressions,
  };
}

/** The element of the start event that nothing but a request starts. */
export function startEvent({ elements }: ProcessOutline): OutlineElement | undefined {
  return elements.find(({ type, eventDefinitions }) => type === 'startEvent' && eventDefinitions.length === 0);
}

function draft(type: string, attributes: Record<string, string>, line: number): Draft {
  const { id = '', name, default: defaultFlow, attachedToRef: attachedTo } = attributes;
  return {
    id,
    type,
    line,
    headers: {},
    candidateGroups: [],
    candidatesByExpression: false,
    inputs: [],
    makes: [],
    properties: {},
    outgoing: 0,
    cancelActivity: attributes['cancelActivity'] !== 'false',
    eventDefinitions: [],
    ...(name === undefined ? {} : { name }),
    ...(defaultFlow === undefined ? {} : { defaultFlow }),
    ...(attachedTo === undefined ? {} : { attachedTo }),
  };
}

/** What a child says about its element. */
function learn(element: Draft, name: string, attributes: Record<string, string>): void {
  const { type, key = '', value = '', formId, decisionId, resultVariable, target } = attributes;
  if (name === 'taskDefinition' && type !== undefined) element.jobType = type;
  if (name === 'header') element.headers[key] = value;
  if (name === 'property') element.properties[attributes['name'] ?? ''] = value;
  if (name === 'formDefinition' && formId !== undefined) element.formId = formId;
  if (name === 'calledDecision' && decisionId !== undefined) element.decisionId = decisionId;
  if (name === 'assignmentDefinition') {
    element.candidateGroups.push(...list(attributes['candidateGroups']));
    element.candidatesByExpression = attributes['candidateGroups']?.startsWith('=') ?? false;
  }
  if (name === 'input' && attributes['source']) element.inputs.push(attributes['source']);
  const { inputElement, outputCollection } = attributes;
  if (name === 'loopCharacteristics')
    element.makes.push(...[inputElement, outputCollection].filter((made) => made !== undefined));
  const { processId = '', bindingType, versionTag } = attributes;
  if (name === 'calledElement' && processId !== '' && !processId.startsWith('='))
    element.called = { processId, ...(bindingType === 'versionTag' && versionTag !== undefined && { versionTag }) };
  if (name === 'outgoing') element.outgoing++;
  if (name.endsWith('EventDefinition')) element.eventDefinitions.push(name);
  for (const made of [resultVariable, name === 'output' ? target : undefined])
    if (made !== undefined) element.makes.push(made.split('.')[0]!);
}

/** A static list is comma separated; a FEEL one is known only when it runs. */
function list(text: string | undefined): string[] {
  if (text === undefined || text.startsWith('=')) return [];
  return text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}

function lineFinder(text: string): (index: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (index) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
