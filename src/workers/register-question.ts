import { isPiece } from '../registers/pieces.js';
import type { Wanted } from '../registers/consultations.service.js';
import type { Job } from './worker.js';

/** What a job asks of a register, by its variables `registerPiece` and `registerDepuis`. */
export function registerQuestion({ variables }: Job, now: Date): Wanted {
  const { registerPiece: piece, registerDepuis: since, dossier } = variables;
  if (!isPiece(piece)) throw new Error('"registerPiece" must be something that a register can be asked for.');
  const dossierId = dossier && typeof dossier === 'object' && 'id' in dossier ? dossier.id : undefined;
  if (typeof dossierId !== 'string') throw new Error('The process has no dossier that a register could be asked for.');
  return { dossierId, piece, since: typeof since === 'string' ? new Date(since) : now };
}
