import type { EventDefinition } from '../../model/process-definition.js';
import { text } from '../xml.js';
import { eventDefinition } from './event-definition.js';

export interface LinkEventDefinition extends EventDefinition {
  readonly link?: string;
}

/** A connector to another place of the same scope (BPMN 2.0.2, 10.5.5): how a token gets there is in `events/links.ts`. */
export const linkEventDefinition = eventDefinition<LinkEventDefinition>({
  positions: ['catch', 'throw'],
  read: (xml) => {
    const link = text(xml, 'name');
    return link === undefined ? {} : { link };
  },
  validate: ({ link }) => (link === undefined ? [{ code: 'link-without-name' }] : []),
});
