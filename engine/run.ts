import { type Draft, machineOf, raiseIncident, tell, type Token } from './instructions/draft.js';
import { checkConditions } from './instructions/conditions.js';
import { evaluateCondition } from './instructions/evaluate.js';
import { instructions } from './instructions/index.js';
import { hold, takeRest } from './instructions/holding.js';
import { isEmpty, releaseJoins } from './instructions/joins.js';
import { terminateInstance } from './instructions/termination.js';
import { Trouble } from './instructions/trouble.js';
import { without } from './instructions/variables.js';
import type { Guard, Occurrence } from './model/compiled-process.js';
import type { Instruction } from './model/instruction.js';

/** A scope in which tokens move more often than this within one step is stopped by an incident: a loop that never ends (corner 33). */
const limit = 10_000;

/** Lets tokens move until each one waits or the instance has ended. */
export function run(draft: Draft): void {
  const moves = new Map<Token, number>();
  do {
    for (let next = draft.agenda.next(); next; next = draft.agenda.next()) {
      const { token, event } = next;
      if (!token.alive) continue;
      if (isEndless(moves, token)) stop(draft, token, event);
      else deliver(draft, token, resumed(token, event));
      if (draft.isOver) end(draft);
    }
  } while (
    (draft.isOver && end(draft)) ||
    releaseJoins(draft) ||
    !draft.agenda.isEmpty ||
    (draft.held.size > 0 && release(draft)) ||
    (draft.conditions.size > 0 && checkConditions(draft))
  );
}

/** After some elements nothing else may go on. True when something did. */
function end(draft: Draft): boolean {
  draft.isOver = false;
  if (draft.tokens.size === 0) return false;
  terminateInstance(draft);
  draft.isOver = false;
  return true;
}

/** Those that are held go on where they stood, if nothing holds them any more. True when one did. */
function release(draft: Draft): boolean {
  for (const token of [...draft.held]) {
    const rest = takeRest(draft, token);
    if (rest) carryOutAll(draft, token, rest.instructions, rest.event);
    if (!draft.held.has(token)) return true;
  }
  return false;
}

/** Tells a token's machine what has happened and carries out its answer. False when the machine has no transition for it. */
export function deliver(draft: Draft, token: Token, event: Occurrence): boolean {
  let trouble: Trouble | undefined;
  const judge = (guard: Guard): boolean => {
    if (guard.type === 'code-is') return guard.params.code === event.code;
    const holds = evaluateCondition(draft, token, guard.params.condition);
    if (!(holds instanceof Trouble)) return holds;
    trouble ??= holds;
    return false;
  };
  const answer = machineOf(draft, token).ask(token.at, event, judge);
  if (trouble) {
    raiseIncident(draft, token, trouble);
    return true;
  }
  if (!answer) return false;
  token.at = answer.at;
  carryOutAll(draft, token, answer.instructions, event);
  return true;
}

function carryOutAll(draft: Draft, token: Token, list: readonly Instruction[], event: Occurrence): void {
  for (const [index, instruction] of list.entries()) {
    const failed = carryOut(draft, token, instruction, event);
    if (!failed) continue;
    if (failed === 'held') hold(draft, token, list.slice(index), event);
    else raiseIncident(draft, token, failed);
    break;
  }
  const scope = token.alive ? undefined : token.parent;
  if (scope?.alive && !draft.held.has(scope) && isEmpty(scope)) tell(draft, scope, { type: 'scope-done' });
}

function carryOut(draft: Draft, token: Token, instruction: Instruction, event: Occurrence): Trouble | 'held' | void {
  const { type, params } = instruction as { type: Instruction['type']; params?: never };
  return instructions[type](draft, token, params as never, event);
}

/** Nothing but a wait ends a loop: a scope in which tokens move on and on within one step is in one. */
function isEndless(moves: Map<Token, number>, { at, parent }: Token): boolean {
  if (at !== '-' || !parent || parent.node.loop?.kind === 'multi-instance') return false;
  const count = (moves.get(parent) ?? 0) + 1;
  moves.set(parent, count);
  return count > limit;
}

/** A token that was stopped on its way in goes on from there once the incident is resolved. */
function resumed(token: Token, event: Occurrence): Occurrence {
  const { memory } = token;
  if (event.type !== 'retry' || token.at !== '-' || typeof memory?.stoppedAt !== 'string') return event;
  token.memory = without(memory, 'stoppedAt');
  return { type: memory.stoppedAt };
}

function stop(draft: Draft, token: Token, event: Occurrence): void {
  token.memory = { ...token.memory, stoppedAt: event.type };
  const name = token.node.name ?? token.node.id;
  const message = `Expected the process to wait or end, but tokens moved more than ${limit} times in one step, the last to '${name}'.`;
  raiseIncident(draft, token, new Trouble('endless-loop', message));
}
