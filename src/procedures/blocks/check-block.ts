import type { EventNode, FlowNode, ProcessDefinition } from '#engine';
import type { Checked } from '../checks/checked.js';
import { nodesIn } from '../data-flow/parts-of.js';
import { jobContracts } from '../job-contracts.js';
import { type Block, outcomesOf } from './block.js';
import { thrownBy } from './thrown-errors.js';

type Worker = FlowNode & { readonly job?: { readonly jobType: string } };

const PROCESS = 'process.bpmn';
/** Groups of texts in which names of elements, forms and parameters keep sentences of several blocks apart. */
const SHARED = /^(title|summary|elements|forms|facts|parameters|denials)(\.|$)/;

/** What `block.yaml` promises is what the model does, and nothing in it can be taken for something of a caller. */
export function checkBlock({ findings, outline }: Checked, block: Block, process?: ProcessDefinition): void {
  const { facts } = block;
  const outcomes = outcomesOf(facts);
  if (facts.outcome !== undefined && outcomes.length === 0)
    findings.error(
      'block.yaml',
      'outcome-without-values',
      `Expected an output "${facts.outcome}" with the values that it can have, but there is none.`,
    );
  for (const key of block.own.texts.keys('fr'))
    if (!SHARED.test(key) && !key.startsWith(`${facts.key}.`))
      findings.warning('texts/fr.yaml', 'block-text-misplaced', `Expected "${key}" under "${facts.key}".`);
  for (const { id, line, type } of outline.elements)
    if (/(Task|Event)$/.test(type) && !id.startsWith(facts.key))
      findings.error(
        PROCESS,
        'block-id-misplaced',
        `Expected an id that begins with "${facts.key}", so that no caller has the same, but found "${id}".`,
        { line, element: id },
      );
  if (!process) return;
  checkEnds(process.scope.nodes);
  checkErrors(nodesIn(process.scope));

  function checkEnds(nodes: readonly FlowNode[]): void {
    const said = nodes.map(({ properties }) => properties?.['commune:outcome']);
    for (const outcome of outcomes)
      if (!said.includes(outcome))
        findings.error('block.yaml', 'outcome-without-end', `Expected an end event with the outcome "${outcome}".`);
  }

  function checkErrors(nodes: readonly FlowNode[]): void {
    const thrown = thrownBy(nodes.filter((node): node is EventNode => node.type === 'bpmn:EndEvent'));
    const ofJobs = nodes.flatMap((node) => jobContracts[(node as Worker).job?.jobType ?? '']?.errors ?? []);
    const declared = facts.errors ?? [];
    for (const code of thrown)
      if (!declared.includes(code))
        findings.error(
          'block.yaml',
          'block-error-undeclared',
          `Expected "${code}" among the errors: the model throws it.`,
        );
    for (const code of declared)
      if (!thrown.includes(code) && !ofJobs.includes(code))
        findings.error('block.yaml', 'block-error-never-thrown', `Nothing in the model throws the error "${code}".`);
  }
}
