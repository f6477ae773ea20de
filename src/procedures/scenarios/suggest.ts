import { type EventNode, type FlowNode, read, type Value } from '#engine';
import { Block } from '../blocks/block.js';
import { givenTo } from '../blocks/block-data.js';
import { readDecisionOutlines } from '../data-flow/decision-outline.js';
import { explore } from '../data-flow/explore.js';
import { NodeFacts } from '../data-flow/node-facts.js';
import { flowsIn, nodesIn } from '../data-flow/parts-of.js';
import { afterMaking, GIVEN, judge, type State } from '../data-flow/state.js';
import { waysOut } from '../data-flow/ways-out.js';
import { readMaterial } from '../read-material.js';
import { type Path, pathsThrough } from './paths-through.js';
import { runScenarios } from './run-scenarios.js';
import type { Step } from './scenario.js';

/** A scenario to finish: it takes a flow or goes a way that no scenario of the procedure does. */
export interface Suggestion {
  /** For its file. */
  readonly name: string;
  /** The flow, or the nodes of the way. */
  readonly reaches: string;
  readonly scenario: {
    readonly title: string;
    readonly now: string;
    readonly answers: { readonly [question: string]: Value };
    readonly steps: readonly Step[];
    readonly expect: { readonly tasks: readonly string[] };
  };
}

/** What an analyst must still write: nothing depends on it. */
const toWrite = '?';

/** A procedure with thousands of ways is not tested way by way. */
const MOST_WAYS = 20;

/** For each flow and then for each way that no scenario takes, the answers that lead there. What no case can take has none. */
export async function suggestScenarios(path: string): Promise<Suggestion[]> {
  const { flows, paths } = (await runScenarios(path)).coverage;
  const { folder, material: procedure, blocks } = readMaterial(path);
  const { model } = await read(folder.process?.content ?? '');
  const [process] = model?.processes ?? [];
  if (!process || !procedure) return [];
  const facts = new NodeFacts({
    forms: procedure.forms,
    decisions: folder.decisions.flatMap(({ name, content }) => readDecisionOutlines(name, content)),
    nodes: nodesIn(process.scope),
    conditions: flowsIn(process.scope).flatMap(({ condition }) => condition ?? []),
    templateReads: () => [],
    blocks: new Map(blocks.map(({ key, facts: one }) => [key, one])),
  });
  const given = procedure instanceof Block ? givenTo(procedure.facts) : GIVEN;
  const { taken } = explore(process, facts, given);
  const toFlows = flows.missing.flatMap((flow) => {
    const found = taken.get(flow);
    return found ? [{ name: flow, reaches: flow, ...found }] : [];
  });
  // the first way over such a flow is the one just suggested
  const open = new Set(toFlows.map(({ reaches }) => reaches));
  const isFirst = (flow: string): boolean => open.delete(flow);
  const toEnds = pathsThrough(process.scope)
    .paths.filter(({ elements }) => paths.missing.includes(elements.join(' -> ')))
    .filter(({ flows: taken }) => !taken.some((flow) => isFirst(flow)))
    .flatMap((way) => caseOn(way, process.scope.nodes, facts, given) ?? [])
    .slice(0, MOST_WAYS)
    .map((found, at) => ({ name: `chemin-${at + 1}`, reaches: found.way.map(({ id }) => id).join(' -> '), ...found }));
  return [...toFlows, ...toEnds].map(({ name, reaches, way, state }) => ({
    name,
    reaches,
    scenario: scenarioOf(reaches, way, state, facts),
  }));
}

/** A case that goes a way, if there is one. */
function caseOn({ elements, flows }: Path, nodes: readonly FlowNode[], facts: NodeFacts, given: State) {
  const way = elements.map((id) => nodes.find((node) => node.id === id)!);
  let states = [given];
  for (const [at, node] of way.entries()) {
    const next = way[at + 1];
    const isLeftByEvent = (next as Partial<EventNode> | undefined)?.attachedTo === node.id;
    if (!isLeftByEvent) states = states.flatMap((state) => afterMaking(state, facts.makes(node), facts.domains));
    if (next && next.incoming.length > 0)
      states = states.filter((state) => waysOut(node, state).flows.some(({ id }) => flows.includes(id)));
  }
  return states[0] && { way, state: states[0] };
}

function scenarioOf(reaches: string, way: readonly FlowNode[], state: State, facts: NodeFacts): Suggestion['scenario'] {
  const [start] = way;
  return {
    title: `${toWrite} (${reaches})`,
    now: '2026-03-02T09:00:00Z',
    answers: start ? answersAt(start, state, facts) : {},
    steps: way.flatMap((node, at) => stepAt(node, way[at + 1], state, facts)),
    expect: { tasks: [] },
  };
}

function stepAt(node: FlowNode, next: FlowNode | undefined, state: State, facts: NodeFacts): Step[] {
  const { id: name, type, properties = {} } = node;
  const isLeftByEvent = (next as Partial<EventNode> | undefined)?.attachedTo === name;
  if (isLeftByEvent) return [{ advance: 'P60D' }];
  if (type === 'bpmn:UserTask') return [{ agent: { task: name, answers: answersAt(node, state, facts) } }];
  if (properties['commune:applicantForm'])
    return [{ applicant: { wait: name, answers: answersAt(node, state, facts) } }];
  return [];
}

/** The answers that are asked in this case: those that decide its way, and a mark for those to write. */
function answersAt(node: FlowNode, state: State, facts: NodeFacts): { [question: string]: Value } {
  const answers = new Map<string, Value>();
  // what an answer given here hides is not asked either
  const values = new Map(state.values);
  for (const { name, hiddenBy, values: possible, kind } of facts.makes(node)) {
    if (hiddenBy.some((one) => judge(one, { ...state, values }) === 'yes')) continue;
    const value = values.get(name) ?? possible?.find((one) => one !== null);
    if (value !== undefined) values.set(name, value);
    answers.set(name, value ?? (kind === 'list' ? [toWrite] : toWrite));
  }
  return Object.fromEntries(answers);
}
