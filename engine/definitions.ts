import { decode } from './xml/decode.js';
import { parse } from './xml/parse.js';

/** The elements of a BPMN text as bpmn-moddle and the Modeler know them, for rules that run there as well; undefined when it is none. */
export async function definitionsOf(xml: string | Uint8Array): Promise<object | undefined> {
  const content = typeof xml === 'string' ? xml : decode(xml);
  return typeof content === 'string' ? (await parse(content.replace(/^\uFEFF/, ''))).definitions : undefined;
}
