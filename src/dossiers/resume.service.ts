import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { LimitsService } from '../access/limits.service.js';
import { Secrets } from '../access/secrets.js';
import { SessionsService } from '../access/sessions.service.js';
import type { Visitor } from '../access/visitor.js';
import { Clock } from '../clock.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { Draft } from './draft.entity.js';
import { peopleIn } from './roles.js';
import { type SecondFactor, secondFactorFits } from './second-factor.js';
import type { Opening } from './tracking.service.js';
import { newTrackingCode, readTrackingCode } from './tracking-code.js';

export type Resumption = Exclude<Opening, { dossier: unknown }> | { readonly draft: Draft };

/** Under which key codes of drafts are hashed. */
export const RESUME_CODE = 'resume-code';

/** Going on with a draft in another browser, without an account. */
@Injectable()
export class ResumeService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly limits: LimitsService,
    private readonly procedures: ProcedureCatalogue,
    private readonly sessions: SessionsService,
  ) {}

  /** A new code of eight letters for a draft of the visitor's. It is told once; the one before no longer counts. */
  async newCode(draft: Draft): Promise<string> {
    const code = newTrackingCode();
    await this.database.manager.update(Draft, draft.id, { resumeCodeHash: this.secrets.hash(RESUME_CODE, code) });
    return code;
  }

  /** Once the e-mail address or the birth date was given in the draft, one of them is asked besides the code. */
  async resume(typed: string, factor: SecondFactor, visitor: Visitor, address: string): Promise<Resumption> {
    const wait = await this.limits.spend('resume-address', address);
    if (wait) return { refused: 'too-many', wait };
    const draft = await this.database.manager.findOneBy(Draft, {
      resumeCodeHash: this.secrets.hash(RESUME_CODE, readTrackingCode(typed) ?? ''),
      submittedAt: IsNull(),
      expiresAt: MoreThan(this.clock.now()),
    });
    if (!draft || !visitor.sessionId || !(await this.fits(draft, factor))) return { refused: 'wrong' };
    await this.limits.forget('resume-address', address);
    await this.sessions.addDraft(visitor.sessionId, draft.id);
    return { draft };
  }

  private async fits(draft: Draft, factor: SecondFactor): Promise<boolean> {
    const { formId, answers } = draft;
    const form = (await this.procedures.filledBy(draft))?.forms.get(formId);
    const { email, birthDate } = form ? peopleIn(form, answers).applicant : {};
    return (!email && !birthDate) || secondFactorFits(factor, { email, birthDate });
  }
}
