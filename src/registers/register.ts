import type { Variables } from '#engine';
import type { Piece } from './pieces.js';

/** What is asked of a register, about one person, for one case. */
export interface Question {
  /** Eleven digits: whom it is about. */
  readonly nationalNumber: string;
  readonly piece: Piece;
  readonly purpose: Purpose;
  /** When this case first asked: some answers take days. */
  readonly since: Date;
}

/** Why a register may be asked at all (law of 8 August 1983): the register's own log has it, and so has ours. */
export interface Purpose {
  /** Number of the dossier, or `prefill`. */
  readonly reference: string;
  readonly basis: string;
}

/** Why the answer is an agent's to give. The words are those of the processes (`registerMotif`). */
export const REASONS = [
  'adresseProtegee',
  'autreCommune',
  'autreNationalite',
  'echec',
  'identiteNonProuvee',
  'pasDeConnexion',
  'personneDecedee',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Found {
  readonly state: 'found';
  /** Whom the answer is about, as the register says: never taken for granted. */
  readonly nationalNumber: string;
  /** What the document says, in the words of the templates. Nothing when the register made the document itself. */
  readonly facts?: Variables;
  /** A PDF that the register has sealed: kept as it is, byte by byte. */
  readonly sealed?: Buffer;
  /** National numbers of their children who are minors. */
  readonly children?: readonly string[];
}

/**
 * `on-paper`: the act exists, but was never digitised. `in-treatment`: ask again another day. `none`: the register knows
 * nothing of it. `by-hand`: it does, but no machine may hand it out.
 */
export type Answer =
  | Found
  | { readonly state: 'on-paper' | 'in-treatment' | 'none' }
  | { readonly state: 'by-hand'; readonly reason: Reason };

/** It could not be asked: the same may work later. */
export class RegisterDown extends Error {}

/** The authentic sources behind one door. A throw that is no `RegisterDown` is an answer that nobody can use. */
export abstract class Register {
  abstract ask(question: Question, stop?: AbortSignal): Promise<Answer>;

  /** Has an act that is only on paper digitised; asking again changes nothing. */
  abstract digitise(question: Question, stop?: AbortSignal): Promise<void>;
}

/** REGISTERS=none: everything is looked up by an agent. */
export class NoRegister extends Register {
  ask(): Promise<Answer> {
    return Promise.resolve({ state: 'by-hand', reason: 'pasDeConnexion' });
  }

  digitise(): Promise<void> {
    return Promise.reject(new Error('No register is connected: REGISTERS says none.'));
  }
}
