import { maySee } from '../access/confidential-cases.js';
import type { Visitor } from '../access/visitor.js';
import type { Dossier } from './dossier.entity.js';

/** Whether this visitor may follow the dossier as an applicant: signed in as its owner, or let in by the tracking code. */
export function mayFollow({ account, grants }: Visitor, dossier: Pick<Dossier, 'id' | 'accountId'>): boolean {
  if (account?.role === 'citizen' && dossier.accountId === account.id) return true;
  return grants.some((grant) => grant.dossierId === dossier.id);
}

type Treated = Pick<Dossier, 'department' | 'confidentiality' | 'readers'>;

/** Whether this visitor may treat the dossier: an agent of the department it belongs to, for whom it is not too confidential. */
export function mayTreat({ account }: Visitor, dossier: Treated): boolean {
  return account?.role === 'agent' && account.departments.includes(dossier.department) && maySee(account, dossier);
}

/** Whether this visitor may take back what was delivered: who treats the dossier, or an administrator who may see it. */
export function mayTakeBack(visitor: Visitor, dossier: Treated): boolean {
  const { account } = visitor;
  return (account?.role === 'administrator' && maySee(account, dossier)) || mayTreat(visitor, dossier);
}
