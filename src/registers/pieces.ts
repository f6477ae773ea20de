/** The national register, the civil-status bank (BAEC) and the central criminal record. */
export type RegisterName = 'national' | 'civil-status' | 'criminal-record';

interface Kind {
  readonly register: RegisterName;
  /** By which law the town may ask for it. */
  readonly basis: string;
}

const NATIONAL: Kind = { register: 'national', basis: 'loi du 8 août 1983, article 5' };
const CIVIL_STATUS: Kind = { register: 'civil-status', basis: 'ancien Code civil, article 29' };
const CRIMINAL_RECORD: Kind = {
  register: 'criminal-record',
  basis: 'Code d’instruction criminelle, articles 595 et 596',
};

/** What can be asked for, and where: the words of the processes (`registerPiece`). */
export const PIECES = {
  identite: NATIONAL,
  nationalite: NATIONAL,
  residence: NATIONAL,
  'residence-historique': NATIONAL,
  menage: NATIONAL,
  naissance: CIVIL_STATUS,
  mariage: CIVIL_STATUS,
  divorce: CIVIL_STATUS,
  deces: CIVIL_STATUS,
  'casier-595': CRIMINAL_RECORD,
  'casier-596-1': CRIMINAL_RECORD,
  'casier-596-2': CRIMINAL_RECORD,
} as const satisfies Readonly<Record<string, Kind>>;
export type Piece = keyof typeof PIECES;

export function isPiece(word: unknown): word is Piece {
  return typeof word === 'string' && Object.hasOwn(PIECES, word);
}
