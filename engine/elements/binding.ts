import type { Binding } from '../model/effect.js';
import { text, type Xml } from './xml.js';

/** Which version is meant: `bindingType` and `versionTag` of a `zeebe:` reference. */
export function binding(xml: Xml | undefined): Binding {
  const type = text(xml, 'bindingType');
  if (type === 'versionTag') return { type, versionTag: text(xml, 'versionTag') ?? '' };
  return type === 'deployment' ? { type } : { type: 'latest' };
}
