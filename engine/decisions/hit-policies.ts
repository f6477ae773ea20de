import { equal, less } from '../expressions/comparisons.js';
import { exact } from '../expressions/exact-numbers.js';
import { type FeelValue } from '../expressions/expression.js';
import { describe } from '../expressions/functions/dates.js';
import { DecisionFailure } from './decision-failure.js';

/** A rule whose tests all passed; rules count from 1. */
export interface Match {
  readonly rule: number;
  /** One value per output. */
  readonly outputs: readonly FeelValue[];
}

/** What a hit policy knows of its table. */
export interface Outputs {
  readonly names: readonly string[];
  /** For each output its values by falling priority; empty when the table lists none. */
  readonly priorities: readonly (readonly FeelValue[])[];
}

/** How the rules that match become one result (DMN 1.3, 8.2.10). */
export interface HitPolicy {
  /** Stop looking after the first rule that matches. */
  readonly firstOnly?: boolean;
  /** The table must list its output values. */
  readonly needsPriorities?: boolean;
  /** The table may have one output only. */
  readonly aggregates?: boolean;
  decide(matches: readonly Match[], outputs: Outputs): FeelValue;
}

const single: HitPolicy['decide'] = ([match], outputs) => (match ? result(match, outputs) : null);
const several: HitPolicy['decide'] = (matches, outputs) => matches.map((match) => result(match, outputs));

/** THE TABLE. No match: null for a single result, an empty list for several, 0 for a count. */
export const hitPolicies: { readonly [name: string]: HitPolicy } = {
  UNIQUE: {
    decide: (matches, outputs) => {
      if (matches.length > 1)
        throw new DecisionFailure(`hit policy UNIQUE allows one rule, but rules ${numbers(matches)} match`);
      return single(matches, outputs);
    },
  },
  ANY: {
    decide: (matches, outputs) => {
      const [first, ...others] = matches;
      const other = others.find(({ outputs: values }) => values.some((value, i) => !same(value, first?.outputs[i])));
      if (first && other)
        throw new DecisionFailure(
          `hit policy ANY expects rules that match to agree, but rules ${first.rule} and ${other.rule} do not`,
        );
      return single(matches, outputs);
    },
  },
  PRIORITY: { needsPriorities: true, decide: (matches, outputs) => single(byPriority(matches, outputs), outputs) },
  FIRST: { firstOnly: true, decide: single },
  'OUTPUT ORDER': {
    needsPriorities: true,
    decide: (matches, outputs) => several(byPriority(matches, outputs), outputs),
  },
  'RULE ORDER': { decide: several },
  COLLECT: { decide: several },
  'COLLECT COUNT': { aggregates: true, decide: (matches) => matches.length },
  'COLLECT SUM': { aggregates: true, decide: (matches, outputs) => fold(matches, outputs, (a, b) => exact(a + b)) },
  'COLLECT MIN': { aggregates: true, decide: (matches) => extreme(matches, (a, b) => less(a, b)) },
  'COLLECT MAX': { aggregates: true, decide: (matches) => extreme(matches, (a, b) => less(b, a)) },
};

function result({ outputs }: Match, { names }: Outputs): FeelValue {
  return names.length === 1 ? outputs[0] : Object.fromEntries(names.map((name, index) => [name, outputs[index]]));
}

function byPriority(matches: readonly Match[], { priorities }: Outputs): Match[] {
  const rank = (value: FeelValue, values: readonly FeelValue[]) => {
    const index = values.findIndex((listed) => same(listed, value));
    return index < 0 ? values.length : index;
  };
  return [...matches].sort((a, b) => {
    for (const [index, values] of priorities.entries()) {
      const difference = rank(a.outputs[index], values) - rank(b.outputs[index], values);
      if (difference !== 0) return difference;
    }
    return a.rule - b.rule;
  });
}

function fold(matches: readonly Match[], { names }: Outputs, add: (a: number, b: number) => number): number | null {
  let total: number | null = null;
  for (const { rule, outputs } of matches) {
    const value = outputs[0];
    if (typeof value !== 'number')
      throw new DecisionFailure(
        `rule ${rule}, output "${names[0]}": expected a number to add up, but got ${describe(value)}`,
      );
    total = total === null ? value : add(total, value);
  }
  return total;
}

function extreme(matches: readonly Match[], before: (a: FeelValue, b: FeelValue) => boolean | null): FeelValue {
  let found: Match | undefined;
  for (const match of matches) {
    const isBefore = found ? before(match.outputs[0], found.outputs[0]) : true;
    if (isBefore === null)
      throw new DecisionFailure(`rules ${found?.rule} and ${match.rule} give outputs that cannot be compared`);
    if (isBefore) found = match;
  }
  return found?.outputs[0] ?? null;
}

function same(a: FeelValue, b: FeelValue): boolean {
  return equal(a, b) === true;
}

function numbers(matches: readonly Match[]): string {
  const rules = matches.map(({ rule }) => rule);
  return `${rules.slice(0, -1).join(', ')} and ${rules.at(-1)}`;
}
