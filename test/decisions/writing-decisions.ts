import { expect } from '@jest/globals';
import { evaluateDecision, readDecisions, type Variables } from '#engine';

export const newYear = Date.UTC(2026, 0, 1);
export const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
export const file = (content: string, version = 'https://www.omg.org/spec/DMN/20191111/MODEL/') =>
  `<definitions xmlns="${version}" id="file" name="Tarifs" namespace="http://example.org">\n${content}\n</definitions>`;
export const literal = (text: string, typeRef = '') =>
  `<literalExpression ${typeRef && `typeRef="${typeRef}"`}><text>${escape(text)}</text></literalExpression>`;
export const variable = (name: string, typeRef = '') =>
  `<variable name="${name}" ${typeRef && `typeRef="${typeRef}"`}/>`;
export const requires = (kind: string, id: string) =>
  kind === 'Knowledge'
    ? `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`
    : `<informationRequirement><required${kind} href="#${id}"/></informationRequirement>`;

export interface Table {
  policy?: string;
  inputs: string[];
  outputs: string[];
  rules: string[][];
  values?: string;
  fallback?: string;
}

/** `inputs` and `outputs` are `name` or `name: type`. */
export function table({ policy = 'hitPolicy="UNIQUE"', inputs, outputs, rules, values, fallback }: Table): string {
  const clause = (text: string) => text.split(': ') as [string, string?];
  const input = (text: string, index: number) => {
    const [name, type = ''] = clause(text);
    return `<input id="i${index}"><inputExpression typeRef="${type}"><text>${escape(name)}</text></inputExpression></input>`;
  };
  const output = (text: string, index: number) => {
    const [name, type = ''] = clause(text);
    const listed = values ? `<outputValues><text>${escape(values)}</text></outputValues>` : '';
    const otherwise = fallback ? `<defaultOutputEntry><text>${escape(fallback)}</text></defaultOutputEntry>` : '';
    return `<output id="o${index}" name="${name}" typeRef="${type}">${listed}${otherwise}</output>`;
  };
  const rule = (cells: string[], index: number) =>
    `<rule id="r${index + 1}">${cells
      .map((cell, at) => {
        const kind = at < inputs.length ? 'inputEntry' : 'outputEntry';
        return `<${kind} id="c${index + 1}-${at + 1}"><text>${escape(cell)}</text></${kind}>`;
      })
      .join('')}</rule>`;
  return `<decisionTable ${policy}>${inputs.map(input).join('')}${outputs.map(output).join('')}${rules.map(rule).join('')}</decisionTable>`;
}

export const decision = (logic: string, id = 'price', name = 'Price') =>
  `<decision id="${id}" name="${name}">${logic}</decision>`;

export async function evaluate(xml: string, variables: Variables = {}, id = 'price') {
  const { decisions, diagnostics } = await readDecisions(xml);
  expect(diagnostics).toEqual([]);
  return evaluateDecision(decisions, id, variables, newYear);
}

export const value = async (xml: string, variables: Variables = {}, id?: string) => {
  const result = await evaluate(xml, variables, id);
  return 'failure' in result ? result.failure : result.value;
};
