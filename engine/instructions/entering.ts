import type { CompiledScope } from '../model/compiled-process.js';
import type { EventNode, FlowNode } from '../model/process-definition.js';
import type { Variables } from '../model/variables.js';
import { addToken, type Draft, type Execute, tell, type Token } from './draft.js';
import { evaluateCondition } from './evaluate.js';
import { firstPart } from './gathering.js';
import { Trouble } from './trouble.js';

/** The event that was chosen to begin with: a process or event sub-process remembers it until it is entered. */
interface Chosen {
  readonly start?: string;
  readonly part?: number;
  readonly variables?: Variables;
}

/**
 * Tokens start moving inside: at the start event that was chosen, else at the none start event, else at a conditional one
 * that holds, else where no flow comes in (BPMN 2.0.2, 13.3.4 and 13.5.1).
 */
export const enterScope: Execute<'enter-scope'> = (draft, token, { scope: id }) => {
  if (token.scope) return;
  const scope = draft.process.scopes.get(id)!;
  const { start, part, variables, ...memory } = (token.memory ?? {}) as Chosen & Variables;
  token.memory = Object.keys(memory).length > 0 ? memory : undefined;
  const starts = start === undefined ? startsOf(draft, token, scope) : scope.nodes.filter((node) => node.id === start);
  if (starts.length === 0) {
    return new Trouble(
      'no-start-event',
      `Expected '${token.node.name ?? id}' to have a start event, but there is none.`,
    );
  }
  token.scope = scope;
  for (const node of starts) begin(draft, token, node, { start, part, variables });
  for (const node of companions(scope.nodes, start)) tell(draft, addToken(draft, node, token), { type: `+${node.id}` });
};

function begin(draft: Draft, scope: Token, node: FlowNode, { start, part, variables }: Chosen): void {
  const token = addToken(draft, node, scope);
  if (start === undefined) return tell(draft, token, { type: `+${node.id}` });
  if (part === undefined) return tell(draft, token, { type: node.id, ...(variables && { variables }) });
  // One part of a parallel multiple event: the others are waited for.
  token.memory = firstPart(`@${node.id}`, part, variables);
  tell(draft, token, { type: `+${node.id}` });
}

function startsOf(draft: Draft, token: Token, { starts, nodes }: CompiledScope): readonly FlowNode[] {
  if (starts.length > 0) return starts;
  const conditional = nodes.find((node) => {
    const [definition, ...others] = (node as Partial<EventNode>).definitions ?? [];
    const { condition } = (definition ?? {}) as { condition?: string };
    if (node.type !== 'bpmn:StartEvent' || condition === undefined || others.length > 0) return false;
    return evaluateCondition(draft, token, condition) === true;
  });
  return conditional ? [conditional] : [];
}

/** The other events of a parallel event-based gateway whose one event has started the process: they are waited for (BPMN 2.0.2, 10.6.6). */
function companions(nodes: readonly FlowNode[], start: string | undefined): FlowNode[] {
  if (start === undefined) return [];
  const gateways = nodes as readonly (FlowNode & { parallel?: boolean; branches?: readonly { target: FlowNode }[] })[];
  const gateway = gateways.find(
    ({ parallel, branches }) => parallel && branches?.some(({ target }) => target.id === start),
  );
  return (gateway?.branches ?? []).map(({ target }) => target).filter(({ id }) => id !== start);
}
