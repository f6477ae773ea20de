import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Element } from './element.js';

const moddle = new BpmnModdle({ zeebe });

/** The elements of a BPMN text as the Modeler has them; undefined when it cannot be read. */
export async function readDefinitions(xml: string): Promise<Element | undefined> {
  try {
    return (await moddle.fromXML(xml)).rootElement as Element;
  } catch {
    return undefined;
  }
}
