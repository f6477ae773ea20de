import type { SpecialCondition } from './filter.js';
import { fieldCondition } from './operators.js';
import type { Parameters } from './parameters.js';
import { QueryError } from './value.js';

/** What the marks of an instance that has ended are made of, and how (`variable_marks` in the database). */
const SEEDS = { name: 1, value: 2, both: 3 } as const;

/** That an instance may have one of these: marks tell of those that have ended, all that run are candidates. */
export const isMarked = (instance: string, list: string, of: keyof typeof SEEDS): string =>
  `(${instance}.ended_at IS NULL OR ${instance}.ended_at IS NOT NULL AND ${instance}.result_marks
    && ARRAY(SELECT hashtextextended(one, ${SEEDS[of]}) FROM unnest(${list}) AS one))`;

/** `[{ "name": "amount", "value": "12" }]`: all of them; a value is JSON, or operators over its JSON text. */
function everyVariable(condition: (asked: Asked, parameters: Parameters) => string): SpecialCondition {
  return (asked, parameters) => {
    if (!Array.isArray(asked)) throw new QueryError('Variables must be asked for with a list of names and values.');
    const conditions = asked.map((one) => condition(readAsked(one), parameters));
    return conditions.length === 0 ? 'true' : conditions.join(' AND ');
  };
}

/** Variables of the root scope of an instance, as long as it runs and once it has ended. */
export function hasVariables(instance: string): SpecialCondition {
  // whichever it is, the state is unpacked only once
  const variables = `CASE WHEN ${instance}.ended_at IS NULL THEN ${instance}.state #> '{elementInstances,1,variables}'
    ELSE ${instance}.state->'result' END`;
  return everyVariable((asked, parameters) => {
    const condition = variable(variables, asked, parameters);
    const candidates = candidatesOf(instance, asked, parameters);
    return candidates ? `${candidates} AND ${condition}` : condition;
  });
}

/** Variables of the very element instance; they are gone when it is over: `open` holds as long as it is not. */
export function hasLocalVariables(instance: string, elementInstance: string, open: string): SpecialCondition {
  const variables = `(${instance}.state->'elementInstances'->${elementInstance}->'variables')`;
  return everyVariable((asked, parameters) => {
    const condition = variable(variables, asked, parameters);
    return isOfThose(asked.value) ? `${open} AND ${instance}.ended_at IS NULL AND ${condition}` : condition;
  });
}

interface Asked {
  readonly name: string;
  readonly value: unknown;
}

function readAsked(asked: unknown): Asked {
  const { name, value } = (asked ?? {}) as { name?: unknown; value?: unknown };
  if (typeof name !== 'string' || value === undefined)
    throw new QueryError('A variable must be asked for with its name and value.');
  return { name, value: normal(value) };
}

function variable(variables: string, { name, value }: Asked, parameters: Parameters): string {
  const sql = `((${variables})->${parameters.add(name)}::text)::text`;
  return fieldCondition({ type: 'text', sql }, name, value, parameters);
}

/** Whether what is asked can only be true of a variable that is there. */
function isOfThose(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).some(([operator, operand]) => ABSENT_TOO[operator]?.(operand) !== true);
}

/** Operators that also hold of what is not there. */
const ABSENT_TOO: Readonly<Record<string, (operand: unknown) => boolean>> = {
  $neq: () => true,
  $notIn: () => true,
  $exists: (operand) => operand !== true,
};

/** By the marks of the name and value, or of the name alone. */
function candidatesOf(instance: string, { name, value }: Asked, parameters: Parameters): string | undefined {
  if (!isOfThose(value)) return undefined;
  const { $eq, $in } = (typeof value === 'object' && value !== null ? value : { $eq: value }) as Record<
    string,
    unknown
  >;
  const values = Array.isArray($in) ? $in : $eq === undefined ? undefined : [$eq];
  if (values?.every((one) => typeof one === 'string'))
    return isMarked(instance, `${parameters.add(values.map((one) => `${name}=${one}`))}::text[]`, 'both');
  return isMarked(instance, `${parameters.add([name])}::text[]`, 'name');
}

/** As it is stored: JSON, written as PostgreSQL does; a text that is no JSON is meant as one in quotes. */
export const storedValue = (text: string): string => normal(text) as string;

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
