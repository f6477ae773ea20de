import { reaches } from '../../access/assurance.js';
import type { Visitor } from '../../access/visitor.js';
import type { Procedure } from '../../procedures/procedure.js';

/** Where to go first when a procedure wants to know more surely who asks; nothing when it knows enough. */
export function placeToIdentify(
  { facts: { authentication } }: Pick<Procedure, 'facts'>,
  { account }: Visitor,
  back: string,
): string | undefined {
  if (reaches(account && (account.assurance ?? 'account'), authentication)) return undefined;
  const query = new URLSearchParams({ retour: back });
  if (authentication === 'account') return `/connexion?${query.toString()}`;
  query.set('niveau', authentication);
  return `/identite?${query.toString()}`;
}
