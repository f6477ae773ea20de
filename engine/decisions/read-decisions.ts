import { DmnModdle } from 'dmn-moddle';
import { type Diagnostic } from '../model/diagnostic.js';
import { decode } from '../xml/decode.js';
import { type Decision, type DecisionModel, type Knowledge } from './decision-model.js';
import { decisionDiagnostic } from './diagnostics.js';
import { readDecisionService } from './decision-services.js';
import { all, attribute, type DmnElement, one } from './dmn-element.js';
import { nameOf } from '../expressions/names.js';
import { readItemTypes } from './item-definitions.js';
import { type Report } from './boxed-expression.js';
import { logicReader } from './logic-reader.js';
import { findCycle, knowledgeOf, requirementsOf, type Requirements } from './requirements.js';

/** Reads a DMN file of any version from 1.1 to 1.5. What it cannot read or what cannot work is a diagnostic, never a throw. */
export async function readDecisions(
  given: string | Uint8Array,
): Promise<{ readonly decisions: DecisionModel; readonly diagnostics: Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, element, detail) =>
    void diagnostics.push(decisionDiagnostic(code, detail, positionOf(xml, element)));
  const decoded = typeof given === 'string' ? given : decode(given);
  const xml = typeof decoded === 'string' ? decoded.replace(/^\uFEFF/, '') : '';
  const problem = typeof decoded === 'string' ? whyUnreadable(xml) : decoded.problem;
  if (problem !== undefined) report('decision-unreadable', undefined, { problem });
  const definitions = problem === undefined ? await parse(xml, report) : undefined;
  if (!definitions) return { decisions: { id: '', name: '', decisions: new Map(), knowledge: new Map() }, diagnostics };

  const types = readItemTypes(all(definitions, 'itemDefinition'), report);
  const elements = new Map(all(definitions, 'drgElement').map((element) => [element.id ?? '', element]));
  const requirements: Requirements = { elements, types, report };
  const decisions = new Map<string, Decision>();
  const knowledge = new Map<string, Knowledge>();
  for (const element of elements.values()) {
    if (element.$type === 'dmn:Decision') decisions.set(element.id ?? '', readDecision(element, requirements));
    if (element.$type === 'dmn:BusinessKnowledgeModel')
      knowledge.set(element.id ?? '', readKnowledge(element, requirements));
    if (element.$type === 'dmn:DecisionService')
      decisions.set(element.id ?? '', readDecisionService(element, elements, types));
  }
  for (const element of all(definitions, 'import'))
    report('decision-import-unsupported', element, { imported: attribute(element, 'namespace') ?? 'another' });
  for (const graph of [decisions, knowledge] as const) {
    const cycle = findCycle(graph);
    if (cycle) report('decision-requirement-cycle', elements.get(cycle[0]!), { cycle: cycle.join(' -> ') });
  }
  const name = definitions.name ?? definitions.id ?? '';
  // A cycle would never end: such a file has errors, so nobody runs it.
  const runnable = diagnostics.some(({ code }) => code === 'decision-requirement-cycle')
    ? new Map<string, Decision>()
    : decisions;
  return { decisions: { id: definitions.id ?? '', name, decisions: runnable, knowledge }, diagnostics };
}

const limit = 20_000_000;
const documentType = /^\s*(?:<\?[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*)*<!DOCTYPE/i;

/** What keeps a text from being looked at, before it costs anything. */
function whyUnreadable(xml: string): string | undefined {
  if (xml.length > limit) return `it has more than ${limit / 1e6} MB`;
  return documentType.test(xml) ? 'it has a document type declaration: entities are not expanded' : undefined;
}

/** Knows DMN; made once, as making it costs more than reading a file. */
const moddle = new DmnModdle();

const namespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const otherVersions =
  /https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20151101\/dmn\.xsd|20180521\/MODEL\/|20211108\/MODEL\/|20230324\/MODEL\/)/g;

async function parse(xml: string, report: Report): Promise<DmnElement | undefined> {
  try {
    const { rootElement, warnings } = await moddle.fromXML(xml.replace(otherVersions, namespace), 'dmn:Definitions');
    for (const { message, element } of warnings) {
      const lost = /unparsable content (<(?!dmndi:|dc:|di:)[^\s>]+)/.exec(message)?.[1];
      const problem = /nested error: (.*)/.exec(message)?.[1] ?? firstLine(message);
      if (lost === undefined) report('decision-not-understood', element as DmnElement | undefined, { problem });
      else report('decision-content-unknown', undefined, { found: `${lost}>`, problem });
    }
    return rootElement as DmnElement;
  } catch (error) {
    report('decision-unreadable', undefined, { problem: firstLine((error as Error).message) });
    return undefined;
  }
}

function readDecision(element: DmnElement, requirements: Requirements): Decision {
  const { types, report } = requirements;
  const variable = one(element, 'variable');
  const { inputs, decisions, names } = requirementsOf(element, requirements);
  const logic = one(element, 'decisionLogic');
  if (!logic) report('decision-without-logic', element, { name: element.name ?? '' });
  return {
    id: element.id ?? '',
    name: element.name ?? element.id ?? '',
    variables: [...new Set([element.id, element.name, variable?.name].flatMap((name) => (name ? [nameOf(name)] : [])))],
    type: types.get(variable?.typeRef ?? logic?.typeRef),
    inputs,
    requires: decisions,
    knowledge: knowledgeOf(element, requirements).ids,
    logic: logicReader({ ...names, ...knowledgeOf(element, requirements).names }, types, report).logic(logic),
  };
}

function readKnowledge(element: DmnElement, requirements: Requirements): Knowledge {
  const { types, report } = requirements;
  const { ids, names } = knowledgeOf(element, requirements);
  const name = nameOf(one(element, 'variable')?.name ?? element.name ?? '');
  const logic = one(element, 'encapsulatedLogic');
  if (!logic) report('decision-without-logic', element, { name });
  return {
    id: element.id ?? '',
    name,
    requires: ids,
    logic: logicReader({ ...names, [name]: 1 }, types, report).logic(logic),
  };
}

function positionOf(xml: string, element: DmnElement | undefined): Pick<Diagnostic, 'element' | 'line' | 'column'> {
  const id = element?.id;
  if (!id) return {};
  const at = xml.search(new RegExp(`\\sid\\s*=\\s*["']${id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']`));
  if (at < 0) return { element: id };
  const start = xml.lastIndexOf('<', at);
  const before = xml.slice(0, start).split('\n');
  return { element: id, line: before.length, column: before.at(-1)!.length + 1 };
}

function firstLine(message: string): string {
  return message.split('\n')[0]!.trim();
}
