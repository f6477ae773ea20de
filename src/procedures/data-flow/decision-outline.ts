import { Parser } from 'htmlparser2';
import type { Value } from '#engine';
import type { Kind, Variable } from './variable.js';

/** What a procedure needs to know of a decision, without evaluating it. */
export interface DecisionOutline {
  readonly id: string;
  readonly file: string;
  /** FEEL that reads variables: input columns, or the one expression. */
  readonly reads: readonly string[];
  readonly columns: readonly { readonly input: string; readonly cells: readonly string[] }[];
  readonly outputs: readonly { readonly name: string; readonly kind: Kind; readonly cells: readonly string[] }[];
  readonly rules: readonly string[];
  /** Several results come back as a list. */
  readonly isList: boolean;
  /** Ids of the decisions whose results it reads. */
  readonly requires: readonly string[];
}

type Cells = { input: string; cells: string[] };
interface Draft {
  id: string;
  file: string;
  reads: string[];
  columns: Cells[];
  outputs: { name: string; kind: Kind; cells: string[] }[];
  rules: string[];
  isList: boolean;
  requires: string[];
}

const kinds: { readonly [type: string]: Kind } = {
  string: 'text',
  number: 'number',
  integer: 'number',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
};

/** Reads the decisions of a DMN text, top to bottom. A text that is no DMN has none. */
export function readDecisionOutlines(file: string, dmn: string): DecisionOutline[] {
  const found: Draft[] = [];
  const open: string[] = [];
  let cell = { input: 0, output: 0 };
  const parser = new Parser(
    {
      onopentag(qualified, attributes) {
        const name = qualified.replace(/^.*:/, '');
        open.push(name);
        const decision = found.at(-1);
        if (name === 'decision') found.push(draft(attributes['id'] ?? '', file));
        if (!decision) return;
        if (name === 'decisionTable')
          decision.isList =
            /^(COLLECT|RULE ORDER|OUTPUT ORDER)$/.test(attributes['hitPolicy'] ?? '') && !attributes['aggregation'];
        if (name === 'input') decision.columns.push({ input: '', cells: [] });
        if (name === 'output')
          decision.outputs.push({
            name: attributes['name'] ?? '',
            kind: kinds[attributes['typeRef'] ?? ''] ?? 'anything',
            cells: [],
          });
        if (name === 'rule') {
          decision.rules.push(attributes['id'] ?? String(decision.rules.length + 1));
          cell = { input: 0, output: 0 };
        }
        if (name === 'requiredDecision') decision.requires.push((attributes['href'] ?? '').replace('#', ''));
      },
      ontext(text) {
        const decision = found.at(-1);
        if (!decision || open.at(-1) !== 'text') return;
        const within = open.at(-2);
        if (within === 'inputExpression') decision.columns.at(-1)!.input += text;
        if (within === 'literalExpression') decision.reads.push(text.trim());
        if (within === 'inputEntry') decision.columns[cell.input]?.cells.push(text.trim());
        if (within === 'outputEntry') decision.outputs[cell.output]?.cells.push(text.trim());
      },
      onclosetag(qualified) {
        const name = qualified.replace(/^.*:/, '');
        open.pop();
        if (name === 'inputEntry') cell.input += 1;
        if (name === 'outputEntry') cell.output += 1;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(dmn);
  return found.map((one) => ({ ...one, reads: [...one.columns.map(({ input }) => input.trim()), ...one.reads] }));
}

/** The variable that a decision's result is stored in. */
export function resultOf({ outputs, isList, rules }: DecisionOutline, name: string): Variable {
  const [output] = outputs;
  if (isList) return { name, kind: 'list', hiddenBy: [] };
  if (!output) return { name, kind: 'anything', hiddenBy: [] };
  if (outputs.length > 1) return { name, kind: 'context', hiddenBy: [] };
  const values = output.cells.map(literal);
  const isCounted = output.cells.length === rules.length && values.every((value) => value !== undefined);
  return { name, kind: output.kind, hiddenBy: [], ...(isCounted && { values: [...new Set(values)] }) };
}

function literal(text: string): Value | undefined {
  const [, quoted] = /^"([^"\\]*)"$/.exec(text) ?? [];
  if (quoted !== undefined) return quoted;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function draft(id: string, file: string): Draft {
  return { id, file, reads: [], columns: [], outputs: [], rules: [], isList: false, requires: [] };
}
