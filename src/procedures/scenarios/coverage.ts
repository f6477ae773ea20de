import type { EvaluatedDecision, LogEntry, ProcessDefinition } from '#engine';
import type { Form } from '../../forms/form.js';
import type { DecisionOutline } from '../data-flow/decision-outline.js';
import type { ProcessOutline } from '../process-outline.js';
import { branchesOf } from './form-branches.js';
import { pathsThrough, scopesOf } from './paths-through.js';
import { walksIn } from './walks.js';

/** How much of a procedure its scenarios have walked through. */
export interface Coverage {
  readonly nodes: Share;
  readonly flows: Share;
  /** Ways from a beginning to an end that take no flow twice; `complete` is false when there are too many to list. */
  readonly paths: Share & { readonly complete: boolean };
  /** Rules of decision tables, as `tarif, rule 2`. */
  readonly rules: Share;
  /** Pages and questions shown and hidden, options chosen. */
  readonly forms: Share;
  /** How often each node and flow was reached, by id. */
  readonly visits: { readonly [element: string]: number };
}

export interface Share {
  readonly total: number;
  readonly covered: number;
  /** What no scenario reached. */
  readonly missing: readonly string[];
}

/** What a scenario has reached when it was played. */
export interface Reached {
  readonly log: readonly LogEntry[];
  readonly decisions: readonly EvaluatedDecision[];
  /** Of forms. */
  readonly branches: readonly string[];
}

/** What there is to reach. */
export interface Reachable {
  readonly outline: ProcessOutline;
  /** Absent when the model cannot be read. */
  readonly process?: ProcessDefinition;
  readonly decisions: readonly DecisionOutline[];
  readonly forms: Iterable<Form>;
}

const NODE = /(Task|Gateway|Event|callActivity|[sS]ubProcess|transaction)$/;

/** What several scenarios reached together. */
export function coverageOf(reachable: Reachable, plays: readonly Reached[]): Coverage {
  const { elements } = reachable.outline;
  const known = new Set(elements.map(({ id }) => id));
  const visits: { [element: string]: number } = {};
  for (const { element, event } of plays.flatMap(({ log }) => log))
    if (known.has(element) && (event === 'activated' || event === 'taken'))
      visits[element] = (visits[element] ?? 0) + 1;
  const isVisited = (id: string): boolean => visits[id] !== undefined;
  const branches = new Set(plays.flatMap((play) => play.branches));
  const matched = new Set(plays.flatMap(({ decisions }) => decisions.flatMap(rulesMatched)));
  return {
    nodes: share(
      elements.filter(({ type }) => NODE.test(type)).map(({ id }) => id),
      isVisited,
    ),
    flows: share(
      elements.filter(({ type }) => type === 'sequenceFlow').map(({ id }) => id),
      isVisited,
    ),
    paths: pathShare(reachable.process, plays),
    rules: share(reachable.decisions.flatMap(rulesOf), (rule) => matched.has(rule)),
    forms: share([...reachable.forms].flatMap(branchesOf), (branch) => branches.has(branch)),
    visits,
  };
}

function pathShare(process: ProcessDefinition | undefined, plays: readonly Reached[]): Coverage['paths'] {
  const scopes = process ? scopesOf(process.id, process.scope) : [];
  const listed = scopes.map(({ scope }) => ({ scope, ...pathsThrough(scope) }));
  const walked = new Set(
    listed
      .flatMap(({ scope }) => plays.flatMap(({ log }) => walksIn(scope, log)))
      .map(({ elements, flows }) => keyOf(elements, flows)),
  );
  const paths = listed.flatMap((each) => each.paths);
  const missing = paths.filter(({ elements, flows }) => !walked.has(keyOf(elements, flows)));
  return {
    total: paths.length,
    covered: paths.length - missing.length,
    missing: missing.map(({ elements }) => elements.join(' -> ')),
    complete: listed.every(({ complete }) => complete),
  };
}

function keyOf(elements: readonly string[], flows: readonly string[]): string {
  return `${elements.join(' ')} by ${flows.join(' ')}`;
}

function rulesOf({ id, rules }: DecisionOutline): string[] {
  return rules.map((_, index) => ruleName(id, index + 1));
}

function rulesMatched({ id, rules }: EvaluatedDecision): string[] {
  return rules.map(({ number }) => ruleName(id, number));
}

function ruleName(decision: string, number: number): string {
  return `${decision}, rule ${number}`;
}

function share(all: readonly string[], isCovered: (one: string) => boolean): Share {
  const missing = all.filter((one) => !isCovered(one));
  return { total: all.length, covered: all.length - missing.length, missing };
}
