import type { Occurrence } from '../model/compiled-process.js';
import { collectInner } from './ad-hoc.js';
import { handOn } from './given.js';
import { rememberCompletion, tellCompensator } from './compensation.js';
import { addToken, type Execute, record, removeToken, tell } from './draft.js';
import { Trouble } from './trouble.js';

/** The element becomes active. A scope that begins with a chosen start event remembers it until it is entered. */
export const activate: Execute<'activate'> = (draft, token, _params, { start, part, variables }) => {
  record(draft, token, 'activated');
  if (start === undefined) return;
  token.memory = { ...token.memory, start, ...(part !== undefined && { part }), ...(variables && { variables }) };
};

export const proceed: Execute<'proceed'> = (draft, token) => tell(draft, token, { type: 'proceed' });

/** The element is over. The process itself ends the instance. */
export const complete: Execute<'complete'> = (draft, token) => {
  collectInner(draft, token);
  removeToken(draft, token);
  record(draft, token, 'completed');
  rememberCompletion(token);
  tellCompensator(draft, token);
  if (token.parent?.node.type === 'bpmn:AdHocSubProcess')
    tell(draft, token.parent, { type: 'inner-completed', value: token.node.outgoing.length === 0 });
  if (token.parent && token.parent.node === token.node) {
    tell(draft, token.parent, { type: 'iterated', value: token.memory?.last === true });
  }
  if (!token.parent) {
    draft.status = 'completed';
    draft.result = token.variables ?? {};
    draft.effects.push({ type: 'complete-process-instance', variables: draft.result });
  }
};

/** A token moves along a flow, into the element behind it or, with `to`, into an event there that has already occurred. */
export const take: Execute<'take'> = (draft, token, { flow: id, to }, event) => {
  const flow = draft.process.flows.get(id)!;
  draft.trace.push({
    event: 'taken',
    element: id,
    elementType: 'SequenceFlow',
    ...(flow.name !== undefined && { name: flow.name }),
    ...(flow.properties && { properties: flow.properties }),
  });
  const next = addToken(draft, draft.process.nodes.get(flow.target)!, token.parent);
  handOn(token, next);
  tell(draft, next, to === undefined ? { type: id } : entering(to, event));
};

/** A token appears at an event that has just occurred, or at the event sub-process that it starts. */
export const occur: Execute<'occur'> = (draft, token, { node: id, start }, event) => {
  const node = draft.process.nodes.get(id)!;
  const scope = start === undefined ? token.parent : token;
  tell(draft, addToken(draft, node, scope), { ...entering(id, event), ...(start !== undefined && { start }) });
};

export const raise: Execute<'raise-incident'> = (draft, _token, { code, message }) => {
  const why = draft.lastWarnings?.length ? ` (${draft.lastWarnings.join('; ')})` : '';
  return new Trouble(code, message + why);
};

function entering(node: string, { variables, code, message }: Occurrence): Occurrence {
  return {
    type: node,
    ...(variables && { variables }),
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
  };
}
