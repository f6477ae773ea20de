import { takeAway } from '../instructions/termination.js';
import type { Apply } from './command.js';
import { place, whyNot } from './placing.js';

/** Terminates element instances and activates elements; to move a token is to do both. */
export const modify: Apply<'modify'> = (draft, { activate = [], terminate = [] }) => {
  const missing = terminate.find((id) => !draft.tokens.get(id)?.parent);
  if (missing !== undefined) {
    const message = `Expected an active element instance '${missing}', but there is none.`;
    return { code: 'no-such-element-instance', message };
  }
  const doomed = new Set(terminate.map((id) => draft.tokens.get(id)!));
  const problem = activate.map((activation) => whyNot(draft, activation, doomed)).find((one) => one);
  if (problem) return problem;
  // The new tokens come first, so that a scope whose last token moves is not empty in between.
  for (const activation of activate) place(draft, activation, doomed);
  for (const token of doomed) if (token.alive) takeAway(draft, token, doomed);
};
