import { compileExpression, type Value } from '#engine';
import { remembered } from './remembered.js';
import type { Variable } from './variable.js';

/** What is known of a case that stands somewhere: which variables it has, and the values of those that decide its way. */
export interface State {
  readonly defined: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, Value>;
}

/** What the program gives to every case. */
export const GIVEN: State = { defined: new Set(['dossier', 'applicant', 'parameters', 'roles']), values: new Map() };

export type Verdict = 'yes' | 'no' | 'perhaps';

/** Any moment: what is counted here does not depend on the clock, and what does is unknown. */
const now = Date.UTC(2026, 0, 1);
const asksTheClock = /\b(now|today|random number|uuid)\s*\(/;

/** Whether a condition holds. `perhaps`, as soon as it reads a variable whose value is not known. */
export function judge(condition: string, { defined, values }: State): Verdict {
  const question = questions(condition);
  if (!question || question.names.some((name) => defined.has(name) && !values.has(name))) return 'perhaps';
  return question.holds(JSON.stringify(question.names.map((name) => values.get(name) ?? null))) ? 'yes' : 'no';
}

/** A condition, and whether it holds for the values of its names (as JSON); nothing when that cannot be told. */
const questions = remembered((condition: string) => {
  if (asksTheClock.test(condition)) return undefined;
  try {
    const expression = compileExpression(condition);
    const names = [...new Set([...expression.variables, ...expression.filterNames])];
    const holds = remembered((json: string) => {
      const values = JSON.parse(json) as Value[];
      return expression.evaluate(Object.fromEntries(names.map((name, at) => [name, values[at]!])), now).value === true;
    });
    return { names, holds };
  } catch {
    return undefined;
  }
});

/** A state that nobody else has yet. */
interface Draft {
  readonly defined: Set<string>;
  readonly values: Map<string, Value>;
}

/** The states after something made variables: one per combination of the values that matter. */
export function afterMaking(state: State, made: readonly Variable[], domains: Domains): State[] {
  if (made.length === 0) return [state];
  let drafts: Draft[] = [copyOf(state)];
  for (const variable of made) drafts = drafts.flatMap((draft) => afterOne(draft, variable, domains));
  return drafts;
}

/** The values that a variable is tried with; none when they cannot be counted or nothing depends on them. */
export type Domains = (variable: Variable) => readonly Value[] | undefined;

function afterOne(draft: Draft, variable: Variable, domains: Domains): Draft[] {
  const { name, hiddenBy } = variable;
  const verdicts = hiddenBy.map((condition) => judge(condition, draft));
  // Asked again and hidden now: the earlier answer stays in the case.
  if (verdicts.includes('yes')) return [draft];
  const gone = verdicts.includes('perhaps') ? [copyOf(draft)] : [];
  const [first, ...others] = domains(variable) ?? [];
  const drafts = [draft, ...others.map(() => copyOf(draft))];
  for (const [index, { defined, values }] of drafts.entries()) {
    const value = index === 0 ? first : others[index - 1];
    defined.add(name);
    if (value === undefined) values.delete(name);
    else values.set(name, value);
  }
  return [...gone, ...drafts];
}

function copyOf({ defined, values }: State): Draft {
  return { defined: new Set(defined), values: new Map(values) };
}

/** Two states are the same case when what decides their way is the same. */
export function keyOf({ values }: State): string {
  return JSON.stringify([...values].sort(([one], [other]) => (one < other ? -1 : 1)));
}
