import type { Actor } from '../history/actor.js';
import type { UserTaskRow } from './user-task.entity.js';

type Candidates = Pick<UserTaskRow, 'candidateGroups' | 'candidateUsers'>;
type People = Pick<UserTaskRow, 'assignee'> & Partial<Pick<UserTaskRow, 'owner'>>;
type Person = Pick<Actor, 'departments'> & { readonly accountId: string };

/**
 * Whether somebody may claim and complete a task: as its assignee, as who has delegated it, as a candidate, or as the deputy
 * of one of these. A task without candidates is everybody's.
 */
export function mayWorkOn(task: Candidates & People, actor: Actor): boolean {
  if (actor.kind === 'system') return true;
  return peopleIn(actor).some((person) => hasRight(task, person));
}

/** Whether it is this agent, or somebody for whom the agent stands in, who has the task. */
export function isHeldBy({ assignee }: Pick<UserTaskRow, 'assignee'>, actor: Actor): boolean {
  return assignee !== null && peopleIn(actor).some(({ accountId }) => accountId === assignee);
}

/** The account in whose name a deputy works on a task; undefined when the agent does so in their own. */
export function inTheNameOf(task: Candidates & People, actor: Actor): string | undefined {
  const [self, ...absent] = peopleIn(actor);
  if (!self || task.assignee === self.accountId) return undefined;
  const holder = absent.find(({ accountId }) => accountId === task.assignee);
  if (holder) return holder.accountId;
  return hasRight(task, self) ? undefined : absent.find((person) => hasRight(task, person))?.accountId;
}

/** The agent, then those for whom the agent stands in; nobody when it is no agent. */
function peopleIn({ kind, accountId, departments, standsInFor = [] }: Actor): Person[] {
  return kind === 'agent' && accountId ? [{ accountId, ...(departments && { departments }) }, ...standsInFor] : [];
}

function hasRight(task: Candidates & People, { accountId, departments = [] }: Person): boolean {
  if (task.assignee === accountId || task.owner === accountId || task.candidateUsers.includes(accountId)) return true;
  if (task.candidateGroups.length === 0 && task.candidateUsers.length === 0) return true;
  return task.candidateGroups.some((group) => departments.includes(group));
}
