import { activateInner } from '../instructions/inner-elements.js';
import type { AdHoc } from '../model/instruction.js';
import type { Apply } from './command.js';

/** Starts an inner element of an ad-hoc sub-process that is still open. */
export const activateAdHoc: Apply<'activate-ad-hoc'> = (draft, { elementInstance, element, variables }) => {
  const token = draft.tokens.get(elementInstance);
  const { rules } = (token?.node ?? {}) as { rules?: AdHoc };
  if (!token?.scope || !rules || token.memory?.over === true) {
    return {
      code: 'no-such-ad-hoc',
      message: `Expected an open ad-hoc sub-process '${elementInstance}', but there is none.`,
    };
  }
  if (!token.scope.nodes.some(({ id }) => id === element)) {
    return {
      code: 'no-such-element',
      message: `Expected an element '${element}' inside '${token.node.id}', but there is none.`,
    };
  }
  activateInner(draft, token, element, rules.sequential, variables);
};
