import type { SpecialCondition } from './filter.js';
import { fieldCondition } from './operators.js';
import type { Parameters } from './parameters.js';
import { QueryError } from './value.js';

/** `[{ "name": "amount", "value": "12" }]`: all of them; a value is JSON, or operators over its JSON text. */
function everyVariable(variables: string): SpecialCondition {
  return (asked, parameters) => {
    if (!Array.isArray(asked)) throw new QueryError('Variables must be asked for with a list of names and values.');
    const conditions = asked.map((one) => variable(variables, one, parameters));
    return conditions.length === 0 ? 'true' : conditions.join(' AND ');
  };
}

/** Variables of the root scope of an instance, as long as it runs and once it has ended. */
export function hasVariables(instance: string): SpecialCondition {
  return everyVariable(
    `coalesce(${instance}.state->'result', ${instance}.state->'elementInstances'->'1'->'variables')`,
  );
}

/** Variables of the very element instance. */
export function hasLocalVariables(instance: string, elementInstance: string): SpecialCondition {
  return everyVariable(`(${instance}.state->'elementInstances'->${elementInstance}->'variables')`);
}

function variable(variables: string, asked: unknown, parameters: Parameters): string {
  const { name, value } = (asked ?? {}) as { name?: unknown; value?: unknown };
  if (typeof name !== 'string' || value === undefined)
    throw new QueryError('A variable must be asked for with its name and value.');
  const sql = `(${variables}->${parameters.add(name)}::text)::text`;
  return fieldCondition({ type: 'text', sql }, name, normal(value), parameters);
}

/** As PostgreSQL writes JSON: `{"a": 1}`. A text that is no JSON is meant as one in quotes. */
function normal(value: unknown): unknown {
  if (typeof value !== 'string') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const operators = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(
      operators.map(([operator, operand]) => [operator, operator === '$like' ? operand : eachNormal(operand)]),
    );
  }
  try {
    return spaced(JSON.parse(value));
  } catch {
    return JSON.stringify(value);
  }
}

function eachNormal(operand: unknown): unknown {
  if (Array.isArray(operand)) return operand.map(normal);
  return typeof operand === 'string' ? normal(operand) : operand;
}

/** jsonb orders the members of an object by length and then by letters, and writes a space after colons and commas. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const members = names.map((name) => `${JSON.stringify(name)}: ${spaced((value as Record<string, unknown>)[name])}`);
  return `{${members.join(', ')}}`;
}
