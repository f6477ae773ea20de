import type { FlowNode, ProcessDefinition, SequenceFlow, Value } from '#engine';
import { givenTo, inputsOf, resultsOf } from '../blocks/block-data.js';
import { readDecisionOutlines } from '../data-flow/decision-outline.js';
import { flowsIn, nodesIn } from '../data-flow/parts-of.js';
import { explore } from '../data-flow/explore.js';
import type { Case, Missing } from '../data-flow/exploration.js';
import { NodeFacts } from '../data-flow/node-facts.js';
import type { Read } from '../data-flow/node-data.js';
import { GIVEN } from '../data-flow/state.js';
import { jobContracts } from '../job-contracts.js';
import { type Checked, fieldsOf } from './checked.js';
import { checkComparisons } from './comparisons.js';
import { readTemplateNames } from './template-names.js';

const PROCESS = 'process.bpmn';

/**
 * Follows the data on every way through the process: what is read must have been made, values must be among those that a
 * variable can have, and every value must find a way on.
 */
export function checkDataFlow(checked: Checked, process: ProcessDefinition): void {
  const { folder, forms, findings, outline, block, blocks } = checked;
  const given = block ? givenTo(block) : GIVEN;
  const decisions = folder.decisions.flatMap(({ name, content }) => readDecisionOutlines(name, content));
  const flows = flowsIn(process.scope);
  const nodes = nodesIn(process.scope);
  const facts = new NodeFacts({
    nodes,
    forms,
    decisions,
    conditions: flows.flatMap(({ condition }) => condition ?? []),
    templateReads: (kind, name) => templateReads(checked, kind, name),
    blocks: new Map(blocks.map(({ key, facts }) => [key, facts])),
    ...(block && { results: resultsOf(block, process) }),
  });
  const made = new Set([
    ...given.defined,
    ...Object.keys(block?.inputs ?? {}),
    ...nodes.flatMap((node) => namesMade(node, facts)),
  ]);
  const variables = [...inputsOf(block), ...nodes.flatMap((node) => facts.makes(node))];
  const placeOf = (id: string) => ({
    line: outline.elements.find((element) => element.id === id)?.line ?? 1,
    element: id,
  });

  if (!block) checkAddressee();
  // With a value that nothing has, cases go ways that nobody meant: what they lack would only hide the cause.
  if (checkComparisons(checked, nodes, variables, decisions) > 0) return;
  const found = explore(process, facts, given);
  for (const missing of found.missings) sayMissing(missing);
  for (const { node, case: values } of found.gaps)
    findings.error(
      PROCESS,
      'case-without-way',
      `Expected a way on from here ${when(values)}, but there is none.`,
      placeOf(node.id),
    );
  for (const { flows: both, case: values, node } of found.overlaps)
    findings.warning(
      PROCESS,
      'conditions-overlap',
      `Expected one way ${when(values)}, but ${namesOf(both)} both hold: the first is taken.`,
      placeOf(node.id),
    );
  for (const flow of found.untaken)
    findings.warning(
      PROCESS,
      'flow-never-taken',
      `Nothing ever takes this flow: ${flow.condition} cannot hold here.`,
      placeOf(flow.id),
    );

  function sayMissing({ node, read, way }: Missing): void {
    const where = read.line === undefined ? placeOf(node.id) : { line: read.line, element: node.id };
    if (made.has(read.name))
      findings.error(
        read.file,
        'variable-not-on-every-way',
        `Expected "${read.name}" at ${node.id}, but nothing makes it on the way ${wayOf(way)}.`,
        where,
      );
    else if (read.file === PROCESS)
      findings.error(PROCESS, 'variable-unknown', `No form, decision or job makes a variable "${read.name}".`, where);
  }

  /** Messages go to `to`, or to the applicant: the first form must ask where. */
  function checkAddressee(): void {
    const start = nodes.find(({ type }) => type === 'bpmn:StartEvent') as { form?: { formId?: string } } | undefined;
    const form = forms.get(start?.form?.formId ?? '');
    const asks = form && fieldsOf(form).some(({ properties }) => properties['commune:role'] === 'applicant.email');
    if (asks || made.has('to')) return;
    for (const { id, jobType } of outline.elements)
      if (jobType === 'send-email')
        findings.error(
          PROCESS,
          'addressee-missing',
          'Expected a question for the e-mail address (commune:role applicant.email) or a variable "to", but there is none.',
          placeOf(id),
        );
  }
}

function namesMade(node: FlowNode, facts: NodeFacts): string[] {
  return [
    ...facts.makes(node).map(({ name }) => name),
    ...facts.inside(node),
    ...node.outputs.map(({ target }) => target.split('.')[0]!),
  ];
}

/** What a template reads and does not first ask for. Templates that cannot be parsed are reported elsewhere. */
function templateReads({ folder }: Checked, kind: 'messages' | 'documents', name: string): Read[] {
  const file = folder[kind].find((one) => one.name === `${kind}/${name}.njk`);
  if (!file) return [];
  try {
    return readTemplateNames(file.content)
      .variables.filter(({ isAsked }) => !isAsked)
      .map((mention) => ({ name: mention.name.split('.')[0]!, file: file.name, line: mention.line }))
      .filter((read) => !OF_TEMPLATES.has(read.name));
  } catch {
    return [];
  }
}

/** What templates are given besides the variables of the case. */
const OF_TEMPLATES = new Set([
  ...['t', 'lang', 'label', 'link', 'issuedAt', 'trackingCode'],
  ...Object.values(jobContracts).flatMap(({ gives = [] }) => gives),
]);

function when(values: Case): string {
  const said = values.map(([name, value]: readonly [string, Value]) => `${name} is ${JSON.stringify(value)}`);
  return said.length === 0 ? 'in every case' : `when ${said.join(' and ')}`;
}

function namesOf(flows: readonly SequenceFlow[]): string {
  return flows.map(({ id, condition }) => `${id} (${condition})`).join(' and ');
}

/** The last steps of a way: enough to find it in the drawing. */
function wayOf(way: readonly FlowNode[]): string {
  const last = way.slice(-6).map(({ id }) => id);
  return `${way.length > last.length ? '... -> ' : ''}${last.join(' -> ')}`;
}
