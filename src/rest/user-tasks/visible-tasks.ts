import { hiddenFrom, readerOf } from '../../access/confidential-cases.js';
import type { Caller } from '../access/caller.js';
import type { Restriction } from '../search/search.js';

/**
 * Agents see the tasks they may work on (`workflow/task-permission.ts` says the same of one task): their own and those they
 * have delegated, those of their departments, those that have no candidates; and the same of the people for whom they stand
 * in; and none of a case that is too confidential for them. Whoever may operate the engine sees all.
 */
export function visibleTasks(caller: Caller): Restriction | undefined {
  const { role, accountId = '', departments, standsInFor = [] } = caller;
  const ofOpenCases = notTooConfidential(caller);
  if (role !== 'agent' || !ofOpenCases) return undefined;
  return (parameters) => {
    const people = parameters.add([accountId, ...standsInFor.map((absent) => absent.accountId)]);
    const groups = parameters.add(departments);
    return `(${ofOpenCases(parameters)}) AND (t.assignee = ANY(${people}::text[]) OR t.owner = ANY(${people}::text[])
      OR t.candidate_users && ${people}::text[] OR t.candidate_groups && ${groups}::text[] OR (t.candidate_groups = '{}' AND t.candidate_users = '{}'))`;
  };
}

/** Those whose case an agent may see, whoever's they are: what is too confidential is not there for any deed. */
export function notTooConfidential({ role, accountId = '0', clearance = 'normal' }: Caller): Restriction | undefined {
  if (role !== 'agent') return undefined;
  return (parameters) => {
    const [levels, reader] = readerOf({ id: /^\d+$/.test(accountId) ? accountId : '0', clearance });
    return `t.process_instance_id NOT IN ${hiddenFrom(parameters.add(levels), parameters.add(reader), 'all')}`;
  };
}
