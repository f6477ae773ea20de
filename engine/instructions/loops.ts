import type { Loop, MultiInstance, StandardLoop } from '../model/process-definition.js';
import type { Value, Variables } from '../model/variables.js';
import { addToken, type Draft, type Execute, tell, type Token } from './draft.js';
import { evaluate, evaluateCondition, evaluateNumber, wrong } from './evaluate.js';
import { terminateToken } from './termination.js';
import { Trouble } from './trouble.js';
import { propagate, setLocal, visible } from './variables.js';

/** What the body of a loop remembers. */
interface Progress {
  /** How many instances there are to be; a standard loop does not know. */
  readonly total?: number;
  readonly started: number;
  readonly completed: number;
  readonly terminated: number;
  /** The completion condition holds. */
  readonly enough?: boolean;
  readonly over?: boolean;
  /** The items of a sequential loop; parallel instances have theirs already. */
  readonly items?: readonly Value[];
}

/** The body begins: the collection is looked at once, and never again (corner 26). */
export const enterLoop: Execute<'enter-loop'> = (draft, body, { scope, loop }) => {
  if (body.scope) return next(draft, body, loop);
  if (loop.kind === 'standard-loop') {
    const again = loop.testBefore ? holdsAgain(draft, body, loop, 0) : true;
    if (again instanceof Trouble) return again;
    body.scope = draft.process.scopes.get(scope);
    remember(body, { started: 0, completed: 0, terminated: 0 });
    if (again) startNext(draft, body, loop);
    else finish(draft, body);
    return;
  }
  const items = itemsOf(draft, body, loop);
  if (items instanceof Trouble) return items;
  body.scope = draft.process.scopes.get(scope);
  const blank = { started: 0, completed: 0, terminated: 0, total: items.length };
  remember(body, loop.sequential ? { ...blank, items } : blank);
  if (loop.outputCollection !== undefined) setLocal(body, { [loop.outputCollection]: items.map(() => null) });
  if (items.length === 0) finish(draft, body);
  else if (loop.sequential) startNext(draft, body, loop);
  else for (const item of items) startInstance(draft, body, loop, item);
};

/** An instance has completed (or all are gone): the next one begins, or the loop is over. */
export const goOnLooping: Execute<'go-on-looping'> = (draft, body, { loop }, event) => {
  if (event.type === 'iterated' && event.value === true) {
    return dismiss(draft, body, ...body.children) ? finish(draft, body) : 'held';
  }
  return next(draft, body, loop);
};

/** Also asked when an incident is resolved, because the condition could not be evaluated before. */
function next(draft: Draft, body: Token, loop: Loop): Trouble | void {
  const progress = recall(body);
  if (body.children.size > 0 || progress.over) return;
  const again = loop.kind === 'standard-loop' ? holdsAgain(draft, body, loop, progress.started) : hasMore(progress);
  if (again instanceof Trouble) return again;
  if (again) startNext(draft, body, loop);
  else finish(draft, body);
}

/** The collected output leaves the body (engines.md 2.4). */
export const leaveLoop: Execute<'leave-loop'> = (_draft, body, { loop }) => {
  if (loop.kind === 'standard-loop' || loop.outputCollection === undefined) return;
  const { outputCollection } = loop;
  propagate(body.parent ?? body, { [outputCollection]: body.variables?.[outputCollection] ?? [] });
};

/** An instance is about to complete: its output goes to its own place, and it says whether the others are still needed. */
export const collect: Execute<'collect'> = (draft, token, { loop }) => {
  const body = token.parent!;
  // The one before it was the last that is needed.
  if (recall(body).enough) return void dismiss(draft, body, token);
  const { outputCollection, outputElement, completionCondition } = loop;
  const index = Number(token.memory?.index);
  let list: readonly Value[] | undefined;
  let enough = false;
  if (outputCollection !== undefined && outputElement !== undefined) {
    const value = evaluate(draft, token, outputElement);
    if (value instanceof Trouble) return value;
    const before = body.variables?.[outputCollection];
    if (!Array.isArray(before) || index >= before.length) {
      return new Trouble(
        'output-collection-changed',
        `Expected '${outputCollection}' to be a list of more than ${index} items, but it was changed meanwhile.`,
      );
    }
    list = (before as readonly Value[]).with(index, value);
  }
  if (completionCondition !== undefined) {
    const output = list && outputCollection !== undefined ? { [outputCollection]: list } : {};
    const last = evaluateCondition(draft, token, completionCondition, {
      ...visible(token),
      ...output,
      ...countersOf(body, 1),
    });
    if (last instanceof Trouble) return last;
    if (last) enough = true;
  }
  if (list && outputCollection !== undefined) setLocal(body, { [outputCollection]: list });
  const progress = recall(body);
  remember(body, { ...progress, completed: progress.completed + 1, ...(enough && { enough }) });
  if (enough) token.memory = { ...token.memory, last: true };
};

/** Instances that are not needed any more. False while one of them has not ended yet. */
function dismiss(draft: Draft, body: Token, ...instances: Token[]): boolean {
  const gone = instances.toReversed().filter((instance) => terminateToken(draft, instance)).length;
  const progress = recall(body);
  remember(body, { ...progress, terminated: progress.terminated + gone });
  return gone === instances.length;
}

/** Is this token one of the instances of a loop? */
export function isInstance(token: Token): boolean {
  return token.node.loop !== undefined && token.parent?.node === token.node;
}

/** Is this token the body of a loop? */
export function isBody(token: Token): boolean {
  return token.node.loop !== undefined && token.parent?.node !== token.node;
}

function itemsOf(draft: Draft, body: Token, loop: MultiInstance): readonly Value[] | Trouble {
  const { inputCollection, cardinality = '0' } = loop;
  if (inputCollection !== undefined) {
    const value = evaluate(draft, body, inputCollection);
    if (value instanceof Trouble || Array.isArray(value)) return value as readonly Value[] | Trouble;
    return wrong(draft, 'the input collection', 'a list', inputCollection, value);
  }
  const count = evaluateNumber(draft, body, 'the loop cardinality', cardinality);
  if (count instanceof Trouble) return count;
  return Array.from({ length: Math.max(0, Math.trunc(count)) }, (_, index) => index + 1);
}

function holdsAgain(draft: Draft, body: Token, loop: StandardLoop, done: number): boolean | Trouble {
  if (loop.maximum !== undefined && done >= loop.maximum) return false;
  if (loop.condition === undefined) return true;
  return evaluateCondition(draft, body, loop.condition, { ...visible(body), loopCounter: done });
}

function finish(draft: Draft, body: Token): void {
  remember(body, { ...recall(body), over: true });
  tell(draft, body, { type: 'loop-done' });
}

function hasMore({ items = [], started }: Progress): boolean {
  return started < items.length;
}

function startNext(draft: Draft, body: Token, loop: Loop): void {
  const { items, started } = recall(body);
  startInstance(draft, body, loop, items?.[started]);
}

function startInstance(draft: Draft, body: Token, loop: Loop, item: Value | undefined): void {
  const progress = recall(body);
  const index = progress.started;
  remember(body, { ...progress, started: index + 1 });
  const token = addToken(draft, body.node, body);
  token.memory = { index };
  token.variables = { loopCounter: index + 1 };
  if (loop.kind === 'multi-instance') {
    if (loop.inputElement !== undefined) setLocal(token, { [loop.inputElement]: item ?? null });
    // A bare name is made local, so that results of that name stay with their instance (corner 25).
    const [, own] = /^=\s*([\p{L}_][\p{L}\p{N}_]*)(?:\.[\p{L}\p{N}_.]+)?\s*$/u.exec(loop.outputElement ?? '') ?? [];
    if (own !== undefined && !Object.hasOwn(token.variables, own)) setLocal(token, { [own]: null });
  }
  tell(draft, token, { type: `+${body.node.id}` });
}

/** What conditions about a loop see; `more` instances are about to count as completed. */
export function countersOf(body: Token, more = 0): Variables {
  const { total = 0, completed, terminated } = recall(body);
  return {
    numberOfInstances: total,
    numberOfActiveInstances: body.children.size - 1,
    numberOfCompletedInstances: completed + more,
    numberOfTerminatedInstances: terminated,
  };
}

/** True once: when the first instance has completed. */
export function isFirst(body: Token): boolean {
  const first = body.memory?.begun !== true;
  body.memory = { ...body.memory, begun: true };
  return first;
}

function recall(body: Token): Progress {
  return body.memory as unknown as Progress;
}

function remember(body: Token, progress: Progress): void {
  body.memory = { ...body.memory, ...(progress as unknown as Variables) };
}
