import type { AdHoc } from '../model/instruction.js';
import type { Value } from '../model/variables.js';
import { addToken, type Draft, type Execute, tell, type Token } from './draft.js';
import { terminateInside } from './termination.js';
import { evaluate, evaluateCondition, wrong } from './evaluate.js';
import { Trouble } from './trouble.js';
import { propagate, setLocal, without } from './variables.js';

/** Begins with the elements it names; an empty list, or none, leaves it open until somebody activates one. */
export const enterAdHoc: Execute<'enter-ad-hoc'> = (draft, token, { scope: id, ...rules }) => {
  if (token.scope) return token.memory?.unchecked === true ? check(draft, token, rules) : undefined;
  const scope = draft.process.scopes.get(id)!;
  const elements = rules.activeElements === undefined ? [] : evaluate(draft, token, rules.activeElements);
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
  if (rules.outputCollection !== undefined) setLocal(token, { [rules.outputCollection]: [] });
  for (const element of elements as string[]) activateInner(draft, token, element, rules.sequential);
};

/** Starts an inner element; in a sequential one it waits for its turn. */
export function activateInner(draft: Draft, token: Token, element: string, sequential: boolean): Token | undefined {
  if (sequential && token.children.size > 0) {
    const queue = (token.memory?.queue ?? []) as readonly string[];
    token.memory = { ...token.memory, queue: [...queue, element] };
    return undefined;
  }
  const inner = addToken(draft, draft.process.nodes.get(element)!, token);
  tell(draft, inner, { type: `+${element}` });
  return inner;
}

/** Something inside has completed: perhaps that was enough, perhaps the next one begins. */
export const checkAdHoc: Execute<'check-ad-hoc'> = (draft, token, rules) => check(draft, token, rules);

function check(draft: Draft, token: Token, rules: AdHoc): Trouble | 'held' | void {
  if (token.memory?.over === true) return;
  if (token.memory?.enough === true) return finish(draft, token, rules);
  const enough = isEnough(draft, token, rules);
  token.memory = enough instanceof Trouble ? { ...token.memory, unchecked: true } : without(token.memory, 'unchecked');
  if (enough instanceof Trouble) return enough;
  if (enough && (rules.cancelsRemaining || token.children.size === 0)) return finish(draft, token, rules);
  const [next, ...queue] = (token.memory?.queue ?? []) as readonly string[];
  if (next === undefined || token.children.size > 0 || enough) return;
  token.memory = { ...token.memory, queue };
  activateInner(draft, token, next, false);
}

/** What an inner element hands in when it completes. */
export function collectInner(draft: Draft, token: Token): void {
  const scope = token.parent;
  const { rules } = (scope?.node ?? {}) as { rules?: AdHoc };
  if (!scope || rules?.outputCollection === undefined || rules.outputElement === undefined) return;
  const value = evaluate(draft, token, rules.outputElement);
  const before = (scope.variables?.[rules.outputCollection] ?? []) as readonly Value[];
  if (!(value instanceof Trouble)) setLocal(scope, { [rules.outputCollection]: [...before, value] });
}

function isEnough(draft: Draft, token: Token, { completionCondition }: AdHoc): boolean | Trouble {
  if (completionCondition !== undefined) return evaluateCondition(draft, token, completionCondition);
  return token.children.size === 0 && !((token.memory?.queue ?? []) as readonly string[]).length;
}

function finish(draft: Draft, token: Token, { outputCollection }: AdHoc): 'held' | void {
  token.memory = { ...token.memory, enough: true };
  if (!terminateInside(draft, token)) return 'held';
  token.memory = { ...token.memory, over: true };
  if (outputCollection !== undefined && token.parent) {
    propagate(token.parent, { [outputCollection]: token.variables?.[outputCollection] ?? [] });
  }
  tell(draft, token, { type: 'ad-hoc-done' });
}
