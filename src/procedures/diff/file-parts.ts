import { parse } from 'yaml';
import { type DecisionOutline, readDecisionOutlines } from '../data-flow/decision-outline.js';
import { flatten } from '../texts.js';
import type { Part } from './part.js';

/** The rules of the decisions of a DMN file: when this, then that. */
export function decisionParts(file: string, dmn: string): Part[] {
  return readDecisionOutlines(file, dmn).flatMap((decision) => [
    { file, kind: 'Decision', id: decision.id, facts: { expression: expressionOf(decision) } },
    ...decision.rules.map((_, index) => rulePart(file, decision, index)),
  ]);
}

/** Of a table its rules speak. */
function expressionOf({ rules, reads }: DecisionOutline): string | undefined {
  return rules.length > 0 ? undefined : reads.join(' ');
}

function rulePart(file: string, { id, columns, outputs, rules }: DecisionOutline, index: number): Part {
  const said = columns
    .map(({ input, cells }) => [input.trim(), cells[index] ?? ''] as const)
    .filter(([, cell]) => cell && cell !== '-');
  return {
    file,
    kind: 'Rule',
    id: rules[index] ?? `${id} ${index + 1}`,
    name: `${id}, rule ${index + 1}`,
    facts: {
      when: said.map(([input, cell]) => `${input}: ${cell}`).join(' and ') || 'always',
      ...Object.fromEntries(outputs.map(({ name, cells }) => [name || id, cells[index]])),
    },
  };
}

/** The sentences of a language, or the settings of procedure.yaml, by dotted key. */
export function yamlParts(file: string, content: string, kind: string): Part[] {
  let data: unknown;
  try {
    data = parse(content);
  } catch {
    return [];
  }
  const found =
    data === null || typeof data !== 'object'
      ? new Map<string, string>()
      : flatten(JSON.parse(JSON.stringify(data, asText)));
  return [...found].map(([key, value]) => ({ file, kind, id: key, facts: { value: String(value) } }));
}

/** `true` and `false` are settings, too. */
function asText(_key: string, value: unknown): unknown {
  return typeof value === 'boolean' ? String(value) : value;
}

/** A template changes line by line. */
export function templateParts(file: string, content: string, kind: string): Part[] {
  return [{ file, kind, id: file, facts: { text: content.trim() } }];
}
