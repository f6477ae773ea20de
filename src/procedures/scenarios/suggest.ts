import { type EventNode, type FlowNode, read, type Value } from '#engine';
import { Block } from '../blocks/block.js';
import { givenTo } from '../blocks/block-data.js';
import { readDecisionOutlines } from '../data-flow/decision-outline.js';
import { explore } from '../data-flow/explore.js';
import { NodeFacts } from '../data-flow/node-facts.js';
import { flowsIn, nodesIn } from '../data-flow/parts-of.js';
import { GIVEN, judge, type State } from '../data-flow/state.js';
import { readMaterial } from '../read-material.js';
import { runScenarios } from './run-scenarios.js';
import type { Step } from './scenario.js';

/** A scenario to finish: it leads to a flow that no scenario of the procedure takes. */
export interface Suggestion {
  readonly flow: string;
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

/** For each flow that no scenario takes, the answers that lead there. Flows that no case can take have none. */
export async function suggestScenarios(path: string): Promise<Suggestion[]> {
  const { missing } = (await runScenarios(path)).coverage.flows;
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
  const { taken } = explore(process, facts, procedure instanceof Block ? givenTo(procedure.facts) : GIVEN);
  return missing.flatMap((flow) => {
    const found = taken.get(flow);
    return found ? [{ flow, scenario: scenarioOf(flow, found.way, found.state, facts) }] : [];
  });
}

function scenarioOf(flow: string, way: readonly FlowNode[], state: State, facts: NodeFacts): Suggestion['scenario'] {
  const [start] = way;
  return {
    title: `${toWrite} (${flow})`,
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
  const asked = facts.makes(node).filter(({ hiddenBy }) => !hiddenBy.some((one) => judge(one, state) === 'yes'));
  const answers = asked.map(({ name, values, kind }): [string, Value] => {
    const value = state.values.get(name) ?? values?.find((one) => one !== null);
    return [name, value ?? (kind === 'list' ? [toWrite] : toWrite)];
  });
  return Object.fromEntries(answers);
}
