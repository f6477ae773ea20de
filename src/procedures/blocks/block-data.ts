import type { FlowNode, ProcessDefinition } from '#engine';
import { GIVEN, type State } from '../data-flow/state.js';
import type { Variable } from '../data-flow/variable.js';
import { type BlockFacts, type BlockVariable, outcomesOf } from './block.js';

/** What a call activity says of the process that it calls. */
export interface CalledProcess {
  readonly processId: string;
  readonly propagateAllParentVariables: boolean;
  readonly propagateAllChildVariables: boolean;
}

/** What a block can count on when it begins. */
export function givenTo({ inputs = {} }: BlockFacts): State {
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required);
  return { ...GIVEN, defined: new Set([...GIVEN.defined, ...required]) };
}

/** What a block is given, as variables. */
export function inputsOf(block: BlockFacts | undefined): Variable[] {
  return variables(block?.inputs);
}

/** What a block owes its caller, and the ends at which it must have it. */
export function resultsOf(block: BlockFacts, { scope }: ProcessDefinition) {
  const outcomes = new Set(outcomesOf(block));
  const ends = scope.nodes.filter(({ properties }) => outcomes.has(properties?.['commune:outcome'] ?? ''));
  return { names: block.outcome === undefined ? [] : [block.outcome], ends: new Set(ends.map(({ id }) => id)) };
}

/** Names that a call must find: the block's required inputs, unless a mapping gives them. */
export function callReads(node: FlowNode, blocks?: ReadonlyMap<string, BlockFacts>): string[] {
  const { called } = node as FlowNode & { called?: CalledProcess };
  const { inputs = {} } = blocks?.get(called?.processId ?? '') ?? {};
  const mapped = new Set(node.inputs.map(({ target }) => target.split('.')[0]));
  return Object.keys(inputs).filter((name) => inputs[name]?.required && !mapped.has(name));
}

/** What a call gives: the outputs of the block, unless it keeps them to itself. */
export function callMakes(node: FlowNode, blocks?: ReadonlyMap<string, BlockFacts>): Variable[] {
  const { called } = node as FlowNode & { called?: CalledProcess };
  const block = blocks?.get(called?.processId ?? '');
  if (!called || !block || (!called.propagateAllChildVariables && node.outputs.length === 0)) return [];
  return variables(block.outputs);
}

function variables(declared: { readonly [name: string]: BlockVariable } = {}): Variable[] {
  return Object.entries(declared).map(([name, { type, values }]) => ({
    name,
    kind: type,
    hiddenBy: [],
    ...(values && { values }),
  }));
}
