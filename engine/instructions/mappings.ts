import type { Mapping, ScopeNode } from '../model/process-definition.js';
import type { Value, Variables } from '../model/variables.js';
import type { Draft, Execute, Token } from './draft.js';
import { evaluate } from './evaluate.js';
import { Trouble } from './trouble.js';
import { propagate, setLocal, visible, withPath } from './variables.js';

/** Inputs become local variables, in order; a later one sees an earlier one (engines.md 2.3 rule 4). */
export const mapInputs: Execute<'map-inputs'> = (draft, token, { mappings }) => {
  const mapped = map(draft, token, mappings, () => undefined);
  if (mapped instanceof Trouble) return mapped;
  setLocal(token, mapped);
};

/** Outputs are computed from the element's own variables; only their targets leave it (engines.md 2.3 rule 5). */
export const mapOutputs: Execute<'map-outputs'> = (draft, token, { mappings }) => {
  // An instance of a loop keeps what is its own (engines.md 2.3 rule 5).
  const outside = token.parent && token.parent.node !== token.node ? token.parent : token;
  const around = visible(outside);
  const mapped = map(draft, token, mappings, (name) => around[name]);
  if (mapped instanceof Trouble) return mapped;
  // What the start of an event sub-process maps belongs to this run of it (corner 13).
  const own = startsEventSubProcess(token) ? Object.keys(mapped).filter((name) => !Object.hasOwn(around, name)) : [];
  setLocal(outside, own.length > 0 ? pick(mapped, own) : undefined);
  propagate(outside, mapped);
};

/** The variables that came with the event: results of the element, kept inside when it maps its outputs (rules 3 and 5). */
export const storeResults: Execute<'store-results'> = (_draft, token, _params, { variables }) => {
  if (variables) storeResult(token, variables);
};

export const storeLocals: Execute<'store-locals'> = (_draft, token, _params, { variables }) =>
  setLocal(token, variables);

export const runScript: Execute<'run-script'> = (draft, token, { expression, resultVariable }) => {
  const value = evaluate(draft, token, expression);
  if (value instanceof Trouble) return value;
  storeResult(token, { [resultVariable]: value });
};

export const storeDecision: Execute<'store-decision'> = (_draft, token, { resultVariable }, { value = null }) => {
  storeResult(token, { [resultVariable]: value });
};

function startsEventSubProcess({ node, parent }: Token): boolean {
  return node.type === 'bpmn:StartEvent' && (parent?.node as Partial<ScopeNode> | undefined)?.triggeredByEvent === true;
}

function pick(variables: Variables, chosen: readonly string[]): Variables {
  return Object.fromEntries(chosen.map((name) => [name, variables[name]!]));
}

function storeResult(token: Token, variables: Variables): void {
  if (token.node.outputs.length > 0) setLocal(token, variables);
  else propagate(token, variables);
}

function map(
  draft: Draft,
  token: Token,
  mappings: readonly Mapping[],
  before: (name: string) => Value | undefined,
): Variables | Trouble {
  const result: { [name: string]: Value } = {};
  const seen = { ...visible(token) };
  for (const { source, target } of mappings) {
    const value = evaluate(draft, token, source, seen);
    if (value instanceof Trouble) return new Trouble('mapping-failed', value.message);
    const [name = '', ...path] = target.split('.').map((part) => part.trim());
    const whole = path.length > 0 ? withPath(result[name] ?? before(name), path, value) : value;
    result[name] = whole;
    seen[name] = whole;
  }
  return result;
}
