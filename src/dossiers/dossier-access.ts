import type { Visitor } from '../access/visitor.js';
import type { Dossier } from './dossier.entity.js';

/** Whether this visitor may follow the dossier as an applicant: signed in as its owner, or let in by the tracking code. */
export function mayFollow({ account, grants }: Visitor, dossier: Pick<Dossier, 'id' | 'accountId'>): boolean {
  if (account?.role === 'citizen' && dossier.accountId === account.id) return true;
  return grants.some((grant) => grant.dossierId === dossier.id);
}

/** Whether this visitor may treat the dossier: an agent of the department it belongs to. */
export function mayTreat({ account }: Visitor, dossier: Pick<Dossier, 'department'>): boolean {
  return account?.role === 'agent' && account.departments.includes(dossier.department);
}

/** Whether this visitor may take back what was delivered: who treats the dossier, or an administrator. */
export function mayTakeBack(visitor: Visitor, dossier: Pick<Dossier, 'department'>): boolean {
  return visitor.account?.role === 'administrator' || mayTreat(visitor, dossier);
}
