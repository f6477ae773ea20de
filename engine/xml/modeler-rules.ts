import type { Xml } from '../elements/xml.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Place } from './parse.js';

/** What the Modeler itself would say about the file (bpmnlint), where our own rules do not say it better. */
export async function modelerRules(_definitions: Xml, _places: ReadonlyMap<string, Place>): Promise<Diagnostic[]> {
  return Promise.resolve([]);
}
