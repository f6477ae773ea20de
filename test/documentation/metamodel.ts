import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface Type {
  readonly name: string;
  readonly isAbstract?: boolean;
  readonly superClass?: readonly string[];
  readonly properties?: readonly { readonly name: string }[];
}

/** The types that a moddle package describes. */
function typesOf(file: string): readonly Type[] {
  const path = createRequire(import.meta.url).resolve(file);
  return (JSON.parse(readFileSync(path, 'utf8')) as { types: readonly Type[] }).types;
}

const bpmn = typesOf('bpmn-moddle/resources/bpmn/json/bpmn.json');
const byName = new Map(bpmn.map((type) => [type.name, type]));

/** Every type of BPMN that can stand in a file, as `bpmn:UserTask`. */
export const bpmnTypes = bpmn.filter(({ isAbstract }) => !isAbstract).map(({ name }) => `bpmn:${name}`);

/** Whether `bpmn:UserTask` is, say, a `FlowNode`. */
export function isA(type: string, ancestor: string): boolean {
  return lineage(type.replace('bpmn:', '')).includes(ancestor);
}

/** `Type.attribute` of everything that the given types have, their ancestors' included. */
export function attributesOf(types: readonly string[]): Set<string> {
  const names = new Set(types.flatMap((type) => lineage(type.replace('bpmn:', ''))));
  return new Set(
    [...names].flatMap((name) =>
      (byName.get(name)?.properties ?? []).map((property) => `${name}.${property.name.replace('bpmn:', '')}`),
    ),
  );
}

/** Every extension of Camunda 8 with the names of its attributes and children. */
export const zeebeTypes = new Map(
  typesOf('zeebe-bpmn-moddle/resources/zeebe.json').map(({ name, properties = [] }) => [
    `zeebe:${name}`,
    properties.map((property) => property.name),
  ]),
);

function lineage(name: string): string[] {
  const type = byName.get(name);
  return type ? [name, ...(type.superClass ?? []).flatMap((above) => lineage(above.replace('bpmn:', '')))] : [];
}
