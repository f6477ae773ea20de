import type { AdHoc } from '../model/instruction.js';
import { closeWait, type Draft, type Execute, type Token } from './draft.js';
import { activateInner, finish, nothingRuns } from './inner-elements.js';
import { terminateInside } from './termination.js';
import type { Trouble } from './trouble.js';
import { setLocal, without } from './variables.js';
import { waitForJob } from './waits.js';

/** A worker has said what shall run inside. Its variables stay inside, where the next job finds them. */
export const directAdHoc: Execute<'direct-ad-hoc'> = (draft, token, rules, { variables, directions = {} }) => {
  const { activate = [], enough, cancelsRemaining } = directions;
  setLocal(token, variables);
  if (cancelsRemaining) {
    token.memory = without(token.memory, 'queue');
    if (!terminateInside(draft, token)) return 'held';
  }
  for (const { element, variables: given } of activate) activateInner(draft, token, element, rules.sequential, given);
  if (enough) token.memory = { ...token.memory, directed: 'enough' };
  return endIfEnough(draft, token, rules);
};

/** The worker has said that nothing more shall begin: over with what runs last. */
export function endIfEnough(draft: Draft, token: Token, rules: AdHoc): 'held' | void {
  if (token.memory?.directed === 'enough' && token.memory.over !== true && nothingRuns(token))
    return finish(draft, token, rules);
}

/** Asks the worker what shall run; only the newest question counts. */
export function askWorker(draft: Draft, token: Token, { job }: AdHoc): Trouble | void {
  if (!job || token.memory?.directed === 'enough') return;
  for (const [wait, { event }] of token.waits) if (event === 'complete-job') closeWait(draft, token, wait);
  const trouble = waitForJob(draft, token, job, { type: 'ask' }) as Trouble | void;
  token.memory = trouble ? { ...token.memory, unchecked: true } : without(token.memory, 'unchecked');
  return trouble;
}
