import type { AdHoc } from '../model/instruction.js';
import type { Value } from '../model/variables.js';
import type { Draft, Execute, Token } from './draft.js';
import { askWorker, endIfEnough } from './directed-ad-hoc.js';
import { evaluate, evaluateCondition, wrong } from './evaluate.js';
import { activateInner, beginNext, finish, nothingRuns } from './inner-elements.js';
import { Trouble } from './trouble.js';
import { setLocal, without } from './variables.js';

/**
 * Begins with the elements it names; an empty list, or none, leaves it open until somebody activates one. With a job, its
 * worker says what runs.
 */
export const enterAdHoc: Execute<'enter-ad-hoc'> = (draft, token, { scope: id, ...rules }) => {
  if (token.scope) return token.memory?.unchecked === true ? check(draft, token, rules) : undefined;
  const scope = draft.process.scopes.get(id)!;
  const elements = rules.activeElements === undefined || rules.job ? [] : evaluate(draft, token, rules.activeElements);
  if (elements instanceof Trouble) return elements;
  if (!Array.isArray(elements)) {
    return wrong(draft, 'the active elements', 'a list of element ids', rules.activeElements ?? '', elements);
  }
  const unknown = (elements as Value[]).find((element) => !scope.nodes.some((node) => node.id === element));
  if (unknown !== undefined) {
    return new Trouble(
      'no-such-element',
      `Expected an element ${JSON.stringify(unknown)} in '${id}', but there is none.`,
    );
  }
  token.scope = scope;
  setLocal(token, { adHocSubProcessElements: rules.offered });
  if (rules.outputCollection !== undefined) setLocal(token, { [rules.outputCollection]: [] });
  for (const element of elements as string[]) activateInner(draft, token, element, rules.sequential);
  return askWorker(draft, token, rules);
};

/** Something inside has completed: perhaps that was enough, perhaps the next one begins. */
export const checkAdHoc: Execute<'check-ad-hoc'> = (draft, token, rules, { type, value }) => {
  // A worker is asked once something has run to its end, not between two elements of a flow.
  if (rules.job && (type !== 'inner-completed' || value !== true)) return endIfEnough(draft, token, rules);
  return check(draft, token, rules);
};

function check(draft: Draft, token: Token, rules: AdHoc): Trouble | 'held' | void {
  if (token.memory?.over === true) return;
  if (token.memory?.enough === true) return finish(draft, token, rules);
  if (rules.job) return direct(draft, token, rules);
  const enough = isEnough(draft, token, rules);
  token.memory = enough instanceof Trouble ? { ...token.memory, unchecked: true } : without(token.memory, 'unchecked');
  if (enough instanceof Trouble) return enough;
  if (enough && (rules.cancelsRemaining || token.children.size === 0)) return finish(draft, token, rules);
  if (!enough) beginNext(draft, token);
}

function direct(draft: Draft, token: Token, rules: AdHoc): Trouble | 'held' | void {
  beginNext(draft, token);
  return endIfEnough(draft, token, rules) ?? askWorker(draft, token, rules);
}

/** What a flow of inner elements hands in with its last one. */
export function collectInner(draft: Draft, token: Token): void {
  const scope = token.parent;
  if (token.node.outgoing.length > 0 || scope?.node === token.node) return;
  const { rules } = (scope?.node ?? {}) as { rules?: AdHoc };
  if (!scope || rules?.outputCollection === undefined || rules.outputElement === undefined) return;
  const value = evaluate(draft, token, rules.outputElement);
  const before = (scope.variables?.[rules.outputCollection] ?? []) as readonly Value[];
  if (!(value instanceof Trouble)) setLocal(scope, { [rules.outputCollection]: [...before, value] });
}

function isEnough(draft: Draft, token: Token, { completionCondition }: AdHoc): boolean | Trouble {
  if (completionCondition !== undefined) return evaluateCondition(draft, token, completionCondition);
  return nothingRuns(token);
}
