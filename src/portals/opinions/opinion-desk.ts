import { Injectable } from '@nestjs/common';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import type { SentFile } from '../../dossiers/sent-file.js';
import type { FieldError, Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import { validatePage } from '../../forms/validate.js';
import type { Actor } from '../../history/actor.js';
import { type Given, OpinionAnswers } from '../../opinions/answers.service.js';
import { OpinionFiles } from '../../opinions/files.service.js';
import type { OpinionToGive } from '../../opinions/opinion-form.js';
import { OpinionDrafts } from '../../opinions/opinion-drafts.js';
import { OPINION_QUESTION } from '../../procedures/opinion-words.js';
import { OpinionPage, type Refused } from './opinion-page.js';

/** What came with a click. */
export interface Sent {
  readonly posted: Posted;
  readonly uploads: readonly (SentFile & { readonly fieldname: string })[];
  /** A file to take away again. */
  readonly detach?: string;
  /** To be kept as it is, not sent yet. */
  readonly keep: boolean;
  readonly actor: Actor;
}

/** Takes the form of an opinion, whoever fills it: a body by its link, or an agent who notes what came otherwise. */
@Injectable()
export class OpinionDesk {
  constructor(
    private readonly page: OpinionPage,
    private readonly files: OpinionFiles,
    private readonly drafts: OpinionDrafts,
    private readonly answers: OpinionAnswers,
  ) {}

  view({ opinion, dossier }: { opinion: OpinionToGive; dossier: Dossier }, lang: Lang, refused?: Refused) {
    return this.page.view(opinion, dossier, lang, refused);
  }

  /** Errors, none of them when a file was taken away; or what was done. */
  async take(
    { opinion }: { readonly opinion: OpinionToGive },
    { posted, uploads, detach, keep, actor }: Sent,
  ): Promise<{ done: Given | 'kept' } | { errors: readonly FieldError[] }> {
    const { request, page, circumstances, state, task } = opinion;
    if (state === 'answered') return { done: 'already' };
    if (state === 'waiting') return { done: 'not-now' };
    const refused = await this.files.attach(request, page, uploads);
    if (detach !== undefined) {
      await this.files.detach(request, detach);
      await this.drafts.keep(request, posted);
      return { errors: [] };
    }
    if (keep) {
      await this.drafts.keep(request, posted);
      return refused.length > 0 ? { errors: refused } : { done: 'kept' };
    }
    const result = validatePage(page, posted, await this.files.of(request), circumstances);
    const errors = [...refused, ...('errors' in result ? result.errors : [])];
    if (errors.length > 0 || !('values' in result)) return { errors };
    const done = await this.answers.give(request, result.values, { ...(task && { task }), actor });
    return done === 'not-now' ? { errors: [{ field: OPINION_QUESTION, message: 'opinion.notNow' }] } : { done };
  }
}
