import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LimitsService, type TooMany } from '../access/limits.service.js';
import { SessionsService } from '../access/sessions.service.js';
import type { Visitor } from '../access/visitor.js';
import { Dossier } from './dossier.entity.js';
import { type SecondFactor, secondFactorFits } from './second-factor.js';
import { readTrackingCode } from './tracking-code.js';
import { TrackingCodes } from './tracking-codes.js';

export type Opening =
  | { readonly dossier: Dossier }
  | { readonly refused: 'wrong' }
  | { readonly refused: 'too-many'; readonly wait: TooMany };

/** Following a dossier without an account: by its tracking code and a second factor. */
@Injectable()
export class TrackingService {
  constructor(
    private readonly database: DataSource,
    private readonly codes: TrackingCodes,
    private readonly limits: LimitsService,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Lets this browser follow the dossier for two hours. Tries are counted per address and per code; a wrong code and a
   * wrong second factor get the same answer.
   */
  async open(typed: string, factor: SecondFactor, visitor: Visitor, address: string): Promise<Opening> {
    const code = readTrackingCode(typed);
    const wait =
      (await this.limits.spend('tracking-address', address)) ??
      (await this.limits.spend('tracking-code', code ?? typed.slice(0, 40)));
    if (wait) return { refused: 'too-many', wait };
    const trackingCodeHash = this.codes.hashOf(typed);
    const dossier = trackingCodeHash ? await this.database.manager.findOneBy(Dossier, { trackingCodeHash }) : null;
    const known = { email: dossier?.applicantEmail ?? undefined, birthDate: dossier?.applicantBirthDate ?? undefined };
    if (!secondFactorFits(factor, known) || !dossier || !visitor.sessionId) return { refused: 'wrong' };
    await this.limits.forget('tracking-code', code!);
    await this.limits.forget('tracking-address', address);
    await this.sessions.grantDossier(visitor.sessionId, dossier.id);
    return { dossier };
  }
}
