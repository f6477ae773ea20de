import type { CurrentAccount } from '../../access/visitor.js';
import type { Actor } from '../../history/actor.js';

/** The account as the one who does something. */
export function agentOf({ id, name, departments }: CurrentAccount): Actor {
  return { kind: 'agent', accountId: id, name, departments };
}
