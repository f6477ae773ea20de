import type { Caller } from '../access/caller.js';
import type { Restriction } from '../search/search.service.js';

/**
 * Agents see the tasks they may work on (`workflow/task-permission.ts` says the same of one task): their own, those of their
 * departments, and those that have no candidates. Whoever may operate the engine sees all.
 */
export function visibleTasks({ role, accountId = '', departments }: Caller): Restriction | undefined {
  if (role !== 'agent') return undefined;
  return (parameters) => {
    const [account, groups] = [parameters.add(accountId), parameters.add(departments)];
    return `t.assignee = ${account}::text OR t.candidate_users @> ARRAY[${account}::text]
      OR t.candidate_groups && ${groups}::text[] OR (t.candidate_groups = '{}' AND t.candidate_users = '{}')`;
  };
}
