import { type Confidentiality, openedBy } from '../forms/confidentiality.js';
import type { CurrentAccount } from './visitor.js';

/** What of a case decides who may see it, besides its department. */
export interface Guarded {
  readonly confidentiality: Confidentiality;
  /** Accounts that are named as its readers, whatever their clearance. */
  readonly readers: readonly string[];
}

type Reader = Pick<CurrentAccount, 'id' | 'clearance'>;

/** Whether a case is not too confidential for them: they are cleared for its level, or named. Absent colleagues lend nothing. */
export function maySee({ id, clearance }: Reader, { confidentiality, readers }: Guarded): boolean {
  return openedBy(clearance).includes(confidentiality) || readers.includes(id);
}

/** The two parameters that the conditions below ask for: levels (`text[]`), account (`bigint`). */
export function readerOf({ id, clearance }: Reader): [readonly Confidentiality[], string] {
  return [openedBy(clearance), id];
}

/** SQL: whether somebody may see a row `dossier`; the same as `maySee`. Levels and account are parameters such as `$4`. */
export const isSeenBy = (levels: string, account: string): string =>
  `(dossier.confidentiality = ANY(${levels}::text[]) OR dossier.readers @> ARRAY[${account}::bigint])`;

/** SQL: the process instances of cases that are too confidential for somebody; few, and they have an index. */
export const hiddenFrom = (levels: string, account: string, which: 'open' | 'all' = 'open'): string =>
  `(SELECT hidden.id FROM dossier JOIN process_instance hidden ON hidden.root_id = dossier.process_instance_key
    WHERE dossier.confidentiality <> 'normal'${which === 'open' ? ' AND dossier.closed_at IS NULL' : ''}
      AND NOT ${isSeenBy(levels, account)})`;
