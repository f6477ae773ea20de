import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { type Piece, PIECES } from './pieces.js';
import { type Answer, type Question, Register } from './register.js';
import { WhoAsks } from './who-asks.js';

/** What a case wants of a register. */
export interface Wanted {
  readonly dossierId: string;
  readonly piece: Piece;
  /** When the case first asked. */
  readonly since: Date;
}

/**
 * Asks the registers for a case. A machine hands out nothing to somebody of whom it is not sure: the request must have been
 * made by the person herself, or a parent of a minor, identified by itsme or card. Every question leaves an entry in the
 * history of the dossier: which register, for which piece, by which law; the applicant may read it. No number of a person
 * is in it, nor in any error.
 */
@Injectable()
export class ConsultationsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly register: Register,
    private readonly whoAsks: WhoAsks,
  ) {}

  async ask(wanted: Wanted, stop?: AbortSignal): Promise<Answer> {
    const dossier = await this.database.manager.findOneByOrFail(Dossier, { id: wanted.dossierId });
    const own = await this.whoAsks.provenNumber(dossier);
    if (own === undefined) return { state: 'by-hand', reason: 'identiteNonProuvee' };
    const nationalNumber = (await this.whoAsks.subjectNumber(dossier)) ?? own;
    if (nationalNumber !== own && !(await this.isChildOf(own, nationalNumber, dossier, wanted.since, stop)))
      return { state: 'by-hand', reason: 'identiteNonProuvee' };
    return this.put(dossier, { nationalNumber, piece: wanted.piece, since: wanted.since }, stop);
  }

  /** Has the act that the case asks for digitised. */
  async digitise({ dossierId, piece, since }: Wanted, stop?: AbortSignal): Promise<void> {
    const dossier = await this.database.manager.findOneByOrFail(Dossier, { id: dossierId });
    const nationalNumber = (await this.whoAsks.subjectNumber(dossier)) ?? (await this.whoAsks.provenNumber(dossier));
    if (nationalNumber === undefined) throw new Error('Nobody is known whose act could be digitised.');
    const { basis } = PIECES[piece];
    await this.register.digitise(
      { nationalNumber, piece, since, purpose: { reference: dossier.reference, basis } },
      stop,
    );
    await this.note(dossier, piece, 'digitisation');
  }

  private async put(
    dossier: Dossier,
    { nationalNumber, piece, since }: Omit<Question, 'purpose'>,
    stop?: AbortSignal,
  ): Promise<Answer> {
    const purpose = { reference: dossier.reference, basis: PIECES[piece].basis };
    let answer: Answer;
    try {
      answer = await this.register.ask({ nationalNumber, piece, since, purpose }, stop);
    } catch (error) {
      await this.note(dossier, piece, 'unreachable');
      throw error;
    }
    await this.note(dossier, piece, answer.state);
    if (answer.state === 'found' && answer.nationalNumber !== nationalNumber)
      throw new Error('The register answered about somebody else: nothing is released.');
    return answer;
  }

  private async isChildOf(parent: string, child: string, dossier: Dossier, since: Date, stop?: AbortSignal) {
    const answer = await this.put(dossier, { nationalNumber: parent, piece: 'identite', since }, stop);
    return answer.state === 'found' && (answer.children ?? []).includes(child);
  }

  private note({ id: dossierId, department, reference }: Dossier, piece: Piece, answer: string): Promise<void> {
    const { register, basis } = PIECES[piece];
    const data = { object: 'register', department, name: piece, register, basis, reference, answer };
    const entry = { dossierId, kind: 'dossier.read', actor: SYSTEM, at: this.clock.now(), data };
    return this.history.append(this.database.manager, entry);
  }
}
