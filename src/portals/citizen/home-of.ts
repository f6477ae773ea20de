import type { Role } from '../../access/account.entity.js';

const HOME: Record<Role, string> = {
  citizen: '/mes-demandes',
  agent: '/bureau',
  analyst: '/bureau/statistiques',
  administrator: '/bureau',
};

/** Where somebody lands who signs in without having asked for a page. */
export function homeOf(role: Role): string {
  return HOME[role];
}
