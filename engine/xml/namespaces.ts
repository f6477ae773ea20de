/** The namespaces of a BPMN file that its readers know, by the prefix they have here. */
export const namespaces = {
  bpmn: 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  bpmndi: 'http://www.omg.org/spec/BPMN/20100524/DI',
  dc: 'http://www.omg.org/spec/DD/20100524/DC',
  di: 'http://www.omg.org/spec/DD/20100524/DI',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  zeebe: 'http://camunda.org/schema/zeebe/1.0',
  // For editors only: nothing is lost when they are not executed.
  modeler: 'http://camunda.org/schema/modeler/1.0',
  bioc: 'http://bpmn.io/schema/bpmn/biocolor/1.0',
  color: 'http://www.omg.org/spec/BPMN/non-normative/color/1.0',
} as const;

/** Prefixes of what is drawn: nothing of it runs. */
export const drawing: ReadonlySet<string> = new Set(['bpmndi', 'dc', 'di']);

/** Names that BPMN 2.0 had before it was finished; some tools never changed them. */
const drafts = ['http://schema.omg.org/spec/BPMN/2.0', 'http://www.omg.org/bpmn20'];

/** The draft namespace in which the root of a file stands, if it does. */
export function draftNamespace(text: string): string | undefined {
  const root = /<(?![?!])[^<>]{0,10000}>/.exec(text.slice(0, 100_000))?.[0] ?? '';
  const prefix = /^<([\w.-]+):/.exec(root)?.[1];
  const declared = new RegExp(`\\sxmlns${prefix === undefined ? '' : `:${prefix}`}\\s*=\\s*["']([^"']*)["']`).exec(
    root,
  );
  return drafts.find((draft) => draft === declared?.[1]);
}
