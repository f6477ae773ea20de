import type { Caller } from '../access/caller.js';
import type { Restriction } from '../search/search.js';

/**
 * Agents see the tasks they may work on (`workflow/task-permission.ts` says the same of one task): their own and those they
 * have delegated, those of their departments, those that have no candidates; and the same of the people for whom they stand
 * in. Whoever may operate the engine sees all.
 */
export function visibleTasks({ role, accountId = '', departments, standsInFor = [] }: Caller): Restriction | undefined {
  if (role !== 'agent') return undefined;
  return (parameters) => {
    const people = parameters.add([accountId, ...standsInFor.map((absent) => absent.accountId)]);
    const groups = parameters.add(departments);
    return `t.assignee = ANY(${people}::text[]) OR t.owner = ANY(${people}::text[]) OR t.candidate_users && ${people}::text[]
      OR t.candidate_groups && ${groups}::text[] OR (t.candidate_groups = '{}' AND t.candidate_users = '{}')`;
  };
}
