import type { Xml } from '../elements/xml.js';

const references = /(\s(?:[\w.-]+:)?(?:id|default|bpmnElement|\w*Ref)\s*=\s*)(?:"([^"]*)"|'([^']*)')/g;
const listed = /(<(?:[\w.-]+:)?(?:incoming|outgoing|flowNodeRef|\w*Ref)(?:\s[^<>]*)?>)([^<]*)(?=<)/g;
const booleans =
  /(\s(?:isExecutable|isForCompensation|triggeredByEvent|cancelActivity|isInterrupting|parallelMultiple|isSequential|testBefore|instantiate|cancelRemainingInstances|waitForCompletion|isImmediate)\s*=\s*)(["'])\s*(\w+)\s*\2/g;

/** The same file as bpmn-moddle can read it, and how to get back the ids that it would have thrown away. */
export interface Respelled {
  readonly text: string;
  /** Gives elements their own ids again. */
  restore(elementsById: { readonly [id: string]: Xml }): void;
}

/**
 * bpmn-moddle drops elements whose id has other than ASCII letters, and knows of a boolean only `true` and `false`, where
 * XML Schema has `1` and `0` as well. So such ids are replaced while it reads, everywhere they are used.
 */
export function respell(text: string, awkwardIds: ReadonlySet<string>): Respelled {
  const plain = text.replace(booleans, (all, before: string, quote: string, value: string) => {
    const meant = { '1': 'true', '0': 'false', true: 'true', false: 'false' }[value.toLowerCase()];
    return meant === undefined ? all : `${before}${quote}${meant}${quote}`;
  });
  if (awkwardIds.size === 0) return { text: plain, restore: () => undefined };
  const names = new Map([...awkwardIds].map((id, index) => [id, `_respelled.${index}`]));
  const originals = new Map([...names].map(([id, name]) => [name, id]));
  return {
    text: plain
      .replace(references, (all, before: string, double?: string, single?: string) => {
        const name = names.get((double ?? single)!);
        return name === undefined ? all : `${before}"${name}"`;
      })
      .replace(listed, (all, before: string, id: string) => {
        const name = names.get(id.trim());
        return name === undefined ? all : `${before}${name}`;
      }),
    restore: (elementsById) => {
      for (const [name, element] of Object.entries(elementsById)) {
        const id = originals.get(name);
        if (id !== undefined) Object.assign(element, { id });
      }
    },
  };
}
