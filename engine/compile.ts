import { Answers } from './answers.js';
import { loopBody, loopInstance, loopScope } from './elements/activities/loop.js';
import { elements } from './elements/index.js';
import type { State, Transition } from './elements/state.js';
import { buildMachine, into } from './machine.js';
import type { CompiledProcess, CompiledScope } from './model/compiled-process.js';
import type { JoinRule } from './model/instruction.js';
import type { FlowNode, ProcessDefinition, Scope, ScopeNode, SequenceFlow } from './model/process-definition.js';
import { sourcesOf } from './sources.js';

/** Makes a definition executable: one machine per scope. Keep the result; it is read-only and serves any number of instances. */
export function compile(definition: ProcessDefinition): CompiledProcess {
  const nodes = new Map<string, FlowNode>([[definition.id, definition]]);
  const flows = new Map<string, SequenceFlow>();
  const scopes = new Map<string, CompiledScope>();
  const joins = new Map<FlowNode, JoinRule>();
  const add = (node: FlowNode) => {
    if (!isScope(node)) return;
    for (const inner of node.scope.nodes) {
      nodes.set(inner.id, inner);
      const rule = joinRule(inner);
      if (rule) joins.set(inner, rule);
      if (inner.loop) {
        const alone = { nodes: [loopInstance(inner)], flows: [] };
        scopes.set(loopScope(inner), compileScope(loopScope(inner), alone, joins));
      }
      add(inner);
    }
    for (const flow of node.scope.flows) flows.set(flow.id, flow);
    scopes.set(node.id, compileScope(node.id, node.scope, joins));
  };
  add(definition);
  const outermost = compileScope('', { nodes: [definition], flows: [] }, joins);
  return { definition, nodes, flows, scopes, joins, outermost };
}

function compileScope(id: string, { nodes, flows }: Scope, joins: ReadonlyMap<FlowNode, JoinRule>): CompiledScope {
  const answers = new Answers(() => {
    const states = new Map(nodes.map((node) => [node, stateOf(node)]));
    return buildMachine(id, states, waysIn(states, flows, joins));
  });
  const sources = new Map<string, ReadonlySet<string>>();
  return {
    id,
    nodes,
    starts: startsOf(nodes),
    get machine() {
      return answers.machine;
    },
    ask: (at, event, judge) => answers.ask(at, event, judge),
    sources: (flow) => {
      let found = sources.get(flow);
      if (!found) sources.set(flow, (found = sourcesOf(nodes, flows, flow)));
      return found;
    },
  };
}

function joinRule(node: FlowNode): JoinRule | undefined {
  if (node.startQuantity > 1) return 'quantity';
  return node.incoming.length > 1 ? elements[node.type]?.joins?.(node) : undefined;
}

function stateOf(node: FlowNode): State {
  const element = elements[node.type];
  if (!element) throw new Error(`${node.type} cannot be compiled: validate the model first`);
  return node.loop ? loopBody(node, node.loop) : element.compile(node);
}

/** How tokens come in: along each flow, to wait at a join where there is one; or by an event that has just occurred. */
function waysIn(
  states: ReadonlyMap<FlowNode, State>,
  flows: readonly SequenceFlow[],
  joins: ReadonlyMap<FlowNode, JoinRule>,
) {
  const ways: { [event: string]: Transition } = {};
  for (const [node, state] of states) {
    ways[`+${node.id}`] = into(node.id);
    ways[node.id] = into(node.id, state.states?.occurred && 'occurred');
  }
  const byId = new Map([...states.keys()].map((node) => [node.id, node]));
  for (const { id, target } of flows) {
    const rule = joins.get(byId.get(target)!);
    ways[id] = rule ? { actions: [{ type: 'arrive', params: { flow: id, node: target, rule } }] } : into(target);
  }
  return ways;
}

function startsOf(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const none = nodes.filter((node) => node.type === 'bpmn:StartEvent' && isNone(node));
  if (none.length > 0 || nodes.some(({ type }) => type === 'bpmn:StartEvent')) return none;
  return nodes.filter(
    (node) =>
      node.incoming.length === 0 && node.type !== 'bpmn:BoundaryEvent' && !node.isForCompensation && !isHandler(node),
  );
}

function isNone(node: FlowNode): boolean {
  return (node as { definitions?: readonly unknown[] }).definitions?.length === 0;
}

function isHandler(node: FlowNode): boolean {
  return isScope(node) && node.triggeredByEvent;
}

function isScope(node: FlowNode): node is ScopeNode {
  return 'scope' in node;
}
