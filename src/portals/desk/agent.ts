import type { CurrentAccount } from '../../access/visitor.js';
import type { Actor } from '../../history/actor.js';

/** The account as the one who does something. */
export function agentOf({ id, name, departments, ownDepartments, standsInFor }: CurrentAccount): Actor {
  const own = { kind: 'agent', accountId: id, name, departments: ownDepartments ?? departments } as const;
  return standsInFor ? { ...own, standsInFor } : own;
}
