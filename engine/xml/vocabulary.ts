import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** Knows BPMN and its Camunda 8 extensions; made once, as making it costs more than reading a file. */
export const moddle = new BpmnModdle({ zeebe });

const names: ReadonlySet<string> = new Set(
  moddle
    .getPackages()
    .flatMap(({ prefix, types }) =>
      types.flatMap(({ name, properties = [] }) => [
        `${prefix}:${name}`.toLowerCase(),
        ...properties.map((property) => `${prefix}:${property.name.replace(/^\w+:/, '')}`.toLowerCase()),
      ]),
    ),
);

/** Whether an element of that name exists at all in BPMN, its diagrams or its Camunda 8 extensions. */
export function isInVocabulary(name: string): boolean {
  return names.has(name.toLowerCase());
}
