import type { EventNode, FlowNode, ProcessDefinition, Scope, ScopeNode } from '#engine';
import type { Checked } from '../checks/checked.js';
import { textsAfter, textsBefore } from '../data-flow/node-data.js';
import { flowsIn, nodesIn } from '../data-flow/parts-of.js';
import type { Block } from './block.js';
import type { CalledProcess } from './block-data.js';
import { catchesError } from './thrown-errors.js';

type Call = FlowNode & { readonly called?: CalledProcess };

const PROCESS = 'process.bpmn';

/** A call gives a block what it knows, asks how it ended, and catches what it throws; nothing has the same id twice. */
export function checkBlockCalls({ findings, outline, blocks }: Checked, process: ProcessDefinition): void {
  const byKey = new Map(blocks.map((block) => [block.key, block]));
  const nodes = nodesIn(process.scope);
  const conditions = flowsIn(process.scope).flatMap(({ condition }) => condition ?? []);
  visit(process.scope, []);
  checkIds();

  function visit(scope: Scope, around: readonly EventNode[]): void {
    const handlers = [...around, ...scope.nodes.filter(isEventSubProcess).flatMap(startsOf)];
    for (const node of scope.nodes) {
      if ('scope' in node) visit((node as ScopeNode).scope, [...handlers, ...node.boundaryEvents]);
      const block = byKey.get((node as Call).called?.processId ?? '');
      if (block) checkCall(node, block, [...handlers, ...node.boundaryEvents]);
    }
  }

  function checkCall(node: Call, { key, facts }: Block, handlers: readonly EventNode[]): void {
    const where = { element: node.id, line: outline.elements.find(({ id }) => id === node.id)?.line ?? 1 };
    const say = (code: string, message: string): void => findings.error(PROCESS, code, message, where);
    const inputs = Object.keys(facts.inputs ?? {});
    for (const { target } of node.inputs)
      if (!inputs.includes(target.split('.')[0]!))
        say('block-input-unknown', `Expected an input of "${key}" (${inputs.join(', ')}), but found "${target}".`);
    for (const code of facts.errors ?? [])
      if (!handlers.some((event) => catchesError(event, code)))
        say('block-error-unhandled', `The block "${key}" may throw "${code}", but nothing here catches it.`);
    const { outcome } = facts;
    if (outcome === undefined || (facts.outputs?.[outcome]?.values?.length ?? 0) < 2) return;
    const named = node.outputs.filter(({ source }) => mentions(source, outcome)).map(({ target }) => target);
    const names = node.outputs.length > 0 ? named : [outcome];
    const others = nodes.filter((one) => one !== node).flatMap((one) => [...textsBefore(one), ...textsAfter(one)]);
    const texts = [...conditions, ...others];
    if (!names.some((name) => texts.some((text) => mentions(text, name))))
      say('block-outcome-ignored', `Expected something to ask how "${key}" ended ("${outcome}"), but nothing does.`);
  }

  /** History, texts and forms know an element by its id alone. */
  function checkIds(): void {
    const own = new Set(outline.elements.filter(({ type }) => /(Task|Event)$/.test(type)).map(({ id }) => id));
    for (const block of blocks)
      for (const { id } of block.own.outline.elements)
        if (own.has(id))
          findings.error(PROCESS, 'block-id-taken', `Expected another id: the block "${block.key}" has "${id}".`, {
            element: id,
            line: outline.elements.find((one) => one.id === id)?.line ?? 1,
          });
  }
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}\\b`).test(text);
}

function isEventSubProcess(node: FlowNode): node is ScopeNode {
  return 'scope' in node && (node as ScopeNode).triggeredByEvent;
}

function startsOf({ scope }: ScopeNode): EventNode[] {
  return scope.nodes.filter((node): node is EventNode => node.type === 'bpmn:StartEvent');
}
