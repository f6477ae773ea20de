import type { Diagnostic } from './model/diagnostic.js';
import { decode } from './xml/decode.js';
import { parse } from './xml/parse.js';

/**
 * What Camunda Modeler would say about the file beside our own diagnostics: advice for those who draw, never a reason to
 * refuse. Its linter is big, so it is loaded only when somebody asks.
 */
export async function advise(xml: string | Uint8Array): Promise<Diagnostic[]> {
  const content = typeof xml === 'string' ? xml : decode(xml);
  if (typeof content !== 'string') return [];
  const { definitions, places } = await parse(content.replace(/^\uFEFF/, ''));
  if (!definitions) return [];
  const { modelerRules } = await import('./xml/modeler-rules.js');
  return modelerRules(definitions, places);
}
