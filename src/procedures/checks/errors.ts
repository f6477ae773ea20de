import type { EventNode, FlowNode, ProcessDefinition, Scope, ScopeNode } from '#engine';
import type { CalledProcess } from '../blocks/block-data.js';
import { catchesError, codesOf, isErrorEvent, thrownBy } from '../blocks/thrown-errors.js';
import { nodesIn } from '../data-flow/parts-of.js';
import { jobContracts } from '../job-contracts.js';
import type { Checked } from './checked.js';

type Worker = FlowNode & { readonly job?: { readonly jobType: string }; readonly called?: CalledProcess };

/** What has no code: another system that fails may answer so. An event without a code catches it. */
const FAILURE = '';

const PROCESS = 'process.bpmn';

/** Every error that a job can answer with is caught, and every event that catches errors has something that can throw one. */
export function checkErrors({ findings, outline, block, blocks }: Checked, process: ProcessDefinition): void {
  const ofBlocks = new Map(blocks.map(({ key, facts }) => [key, facts.errors ?? []]));
  visit(process.scope, []);

  function visit(scope: Scope, around: readonly EventNode[]): void {
    const inside = scope.nodes.filter(isEventSubProcess);
    const handlers = [...around, ...inside.flatMap(({ scope: { nodes } }) => nodes.filter(isErrorStart))];
    for (const node of scope.nodes) {
      const own = node.boundaryEvents.filter(isErrorEvent);
      for (const event of own) checkThrown(event, throwsOf(node));
      if ('scope' in node) visit((node as ScopeNode).scope, [...handlers, ...own]);
      else checkCaught(node, [...handlers, ...own]);
    }
    const others = scope.nodes.filter((node) => !isEventSubProcess(node)).map(throwsOf);
    const thrown = others.includes('anything') ? 'anything' : others.flatMap((codes) => [...codes]);
    for (const event of handlers.slice(around.length)) checkThrown(event, thrown);
  }

  function checkCaught(node: Worker, handlers: readonly EventNode[]): void {
    for (const code of jobContracts[node.job?.jobType ?? '']?.errors ?? [])
      if (!handlers.some((event) => catchesError(event, code)) && !block?.errors?.includes(code))
        findings.error(
          PROCESS,
          'job-error-unhandled',
          `A job of type "${node.job!.jobType}" may answer with the error "${code}", but nothing here catches it.`,
          placeOf(node),
        );
  }

  function checkThrown(event: EventNode, thrown: readonly string[] | 'anything'): void {
    if (thrown === 'anything') return;
    const codes = codesOf(event);
    if (codes.length === 0 && thrown.length === 0)
      findings.warning(PROCESS, 'error-never-thrown', 'Nothing here throws an error.', placeOf(event));
    const known = thrown.filter((code) => code !== FAILURE).join(', ');
    for (const code of codes.filter((one) => !thrown.includes(one)))
      findings.warning(
        PROCESS,
        'error-never-thrown',
        `Nothing here throws the error "${code}"${known && `, only ${known}`}.`,
        placeOf(event),
      );
  }

  /** Codes of the errors that come out of a node; `anything` when somebody else's program or process decides. */
  function throwsOf(node: Worker): readonly string[] | 'anything' {
    if (node.called) return ofBlocks.get(node.called.processId ?? '') ?? 'anything';
    if (node.job) {
      const contract = jobContracts[node.job.jobType];
      return contract ? [...(contract.errors ?? []), ...(contract.outside ? [FAILURE] : [])] : 'anything';
    }
    if (!('scope' in node)) return [];
    const nodes = nodesIn((node as unknown as ScopeNode).scope);
    const ends = nodes.filter((one): one is EventNode => one.type === 'bpmn:EndEvent');
    const jobs = nodes.filter((one) => !('scope' in one)).map(throwsOf);
    return jobs.includes('anything') ? 'anything' : [...thrownBy(ends), ...jobs.flatMap((codes) => [...codes])];
  }

  function placeOf({ id }: FlowNode) {
    return { line: outline.elements.find((element) => element.id === id)?.line ?? 1, element: id };
  }
}

function isEventSubProcess(node: FlowNode): node is ScopeNode {
  return 'scope' in node && (node as ScopeNode).triggeredByEvent;
}

function isErrorStart(node: FlowNode): node is EventNode {
  return node.type === 'bpmn:StartEvent' && isErrorEvent(node as EventNode);
}
