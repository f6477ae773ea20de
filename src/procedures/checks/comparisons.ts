import type { FlowNode, LiteralComparison } from '#engine';
import type { DecisionOutline } from '../data-flow/decision-outline.js';
import { comparisonsIn, textsAfter, textsBefore } from '../data-flow/node-data.js';
import { answersOf, type Kind, type Variable } from '../data-flow/variable.js';
import type { Checked } from './checked.js';

interface Place {
  readonly file: string;
  readonly line?: number;
  readonly element?: string;
}

/** What a variable is compared with is of its kind, and one of the values that it can have. Gives the number of errors. */
export function checkComparisons(
  { forms, findings, outline, folder }: Checked,
  nodes: readonly FlowNode[],
  made: readonly Variable[],
  decisions: readonly DecisionOutline[],
): number {
  const variables = new Map<string, Variable[]>();
  const said = new Set<string>();
  const before = findings.all.length;
  for (const variable of made) variables.set(variable.name, [...(variables.get(variable.name) ?? []), variable]);
  for (const node of nodes) {
    for (const text of [...textsBefore(node), ...textsAfter(node)]) checkText(text, inModel(node.id));
    for (const { id, condition } of node.outgoing) if (condition !== undefined) checkText(condition, inModel(id));
  }
  for (const file of folder.forms) {
    const form = [...forms.values()].find(({ id }) => file.name === `forms/${id}.form`);
    const conditions = form
      ? answersOf(form).flatMap(({ hiddenBy, name }) => hiddenBy.map((text) => ({ text, name })))
      : [];
    for (const { text, name } of conditions) checkText(text, { file: file.name, element: name });
  }
  for (const { columns, id, file } of decisions)
    for (const { input, cells } of columns)
      for (const cell of cells.filter((text) => /^("[^"]*"\s*,?\s*)+$/.test(text)))
        for (const [, literal] of cell.matchAll(/"([^"]*)"/g))
          check({ variable: input.trim(), operator: '=', literal: literal! }, { file, element: id });
  return findings.all.length - before;

  function inModel(element: string): Place {
    const line = outline.elements.find(({ id }) => id === element)?.line;
    return { file: 'process.bpmn', element, ...(line !== undefined && { line }) };
  }

  function checkText(text: string, place: Place): void {
    for (const comparison of comparisonsIn(text)) check(comparison, place);
  }

  function check({ variable: name, operator, literal }: LiteralComparison, place: Place): void {
    const known = variables.get(name) ?? [];
    const once = `${place.file} ${name} ${JSON.stringify(literal)}`;
    if (said.has(once)) return;
    said.add(once);
    const kinds = new Set(known.map(({ kind }) => kind));
    const { file, ...where } = place;
    if (known.length === 0 || kinds.has('anything')) return;
    if (![...kinds].some((kind) => fits(kind, literal)))
      return findings.error(
        file,
        'type-mismatch',
        `Expected "${name}" (${[...kinds].join(' or ')}) to be compared with a value of its kind, but found ${JSON.stringify(literal)}.`,
        where,
      );
    const counted = known.every(({ values }) => values !== undefined);
    const values = known.flatMap((one) => one.values ?? []);
    if (counted && (operator === '=' || operator === '!=' || operator === 'in') && !values.includes(literal))
      findings.error(
        file,
        'value-unknown',
        `Expected one of the values of "${name}" (${values
          .filter((value) => value !== null)
          .map(String)
          .join(', ')}), but found ${JSON.stringify(literal)}.`,
        where,
      );
  }
}

const typeOf: { readonly [Name in Kind]?: string } = {
  text: 'string',
  date: 'string',
  number: 'number',
  boolean: 'boolean',
};

function fits(kind: Kind, literal: LiteralComparison['literal']): boolean {
  return typeOf[kind] === typeof literal;
}
