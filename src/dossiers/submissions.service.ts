import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Secrets } from '../access/secrets.js';
import type { Visitor } from '../access/visitor.js';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { FieldError } from '../forms/form.js';
import { validateAll } from '../forms/validate.js';
import type { Actor } from '../history/actor.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { Attachment } from './attachment.entity.js';
import { AttachmentsService } from './attachments.service.js';
import { Dossier } from './dossier.entity.js';
import { Draft } from './draft.entity.js';
import { processOfVersion } from './process-of-version.js';
import { DraftsService } from './drafts.service.js';
import { OpeningService } from './opening.service.js';

/** Shown once: the number and the code by which the applicant follows the dossier. */
export interface Confirmation {
  readonly reference: string;
  readonly trackingCode: string;
}

export type Submission =
  | { readonly confirmation: Confirmation }
  /** What still stands in the way, and the first page on which it does. */
  | { readonly errors: readonly FieldError[]; readonly page?: string }
  /** Not this visitor's draft, expired, or the procedure is no longer offered. */
  | { readonly refused: 'unknown' };

const SEALED = 'confirmation';
/** For a day the confirmation can be seen again in the same browser. */
const CONFIRMATION_LIFETIME = 24 * 3_600_000;

/** Turns a draft into a dossier: one transaction, once. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly procedures: ProcedureCatalogue,
    private readonly drafts: DraftsService,
    private readonly attachments: AttachmentsService,
    private readonly opening: OpeningService,
  ) {}

  /** Submitting again gives the same confirmation. Every page is checked anew. */
  async submit(draftId: string, visitor: Visitor): Promise<Submission> {
    const own = await this.drafts.get(draftId, visitor);
    if (!own || own.element) return { refused: 'unknown' };
    return this.database.transaction(async (tx) => {
      const draft = await tx.findOne(Draft, { where: { id: draftId }, lock: { mode: 'pessimistic_write' } });
      if (draft?.submittedAt) return this.confirmationOf(tx, draftId);
      const procedure = draft && (await this.procedures.filledBy(draft));
      const form = procedure?.forms.get(draft?.formId ?? '');
      if (!draft || !procedure?.version || !form) return { refused: 'unknown' };
      const { test } = draft;
      const processDefinitionKey = await processOfVersion(tx, procedure.version.id, { test });
      if (!processDefinitionKey) return { refused: 'unknown' };
      const now = this.clock.now();
      const files = await this.attachments.filesOf(draftId, tx);
      const result = validateAll(form, files, {
        answers: draft.answers,
        now: now.getTime(),
        assisted: draft.enteredBy !== null,
      });
      if ('errors' in result) return result;
      const { dossier, trackingCode } = await this.opening.open(tx, {
        procedure,
        processDefinitionKey,
        test,
        form,
        answers: result.values,
        lang: draft.lang,
        channel: draft.channel,
        account: visitor.account?.role === 'citizen' ? visitor.account : undefined,
        ...(draft.enteredBy && { entry: { agent: agentIn(visitor), identity: draft.identity } }),
        now,
      });
      await this.handOver(tx, draft, dossier, trackingCode, now);
      return { confirmation: { reference: dossier.reference, trackingCode } };
    });
  }

  /** For the confirmation page: what `submit` returned. */
  async confirmation(draftId: string, visitor: Visitor): Promise<Confirmation | undefined> {
    const draft = await this.drafts.get(draftId, visitor);
    if (!draft?.submittedAt || draft.element) return undefined;
    const submission = await this.confirmationOf(this.database.manager, draftId);
    return 'confirmation' in submission ? submission.confirmation : undefined;
  }

  private async confirmationOf(tx: Transaction, draftId: string): Promise<Submission> {
    const draft = await tx
      .createQueryBuilder(Draft, 'draft')
      .addSelect('draft.sealedTrackingCode')
      .where({ id: draftId })
      .getOne();
    if (!draft?.sealedTrackingCode || !draft.dossierId) return { refused: 'unknown' };
    const { reference } = await tx.findOneByOrFail(Dossier, { id: draft.dossierId });
    return { confirmation: { reference, trackingCode: this.secrets.unseal(SEALED, draft.sealedTrackingCode) } };
  }

  /** The files now belong to the dossier; the draft keeps nothing but the way to its confirmation. */
  private async handOver(tx: Transaction, draft: Draft, dossier: Dossier, code: string, now: Date): Promise<void> {
    await tx.update(Attachment, { draftId: draft.id }, { draftId: null, dossierId: dossier.id });
    await tx.query(
      `UPDATE draft SET submitted_at = $2, dossier_id = $3, sealed_tracking_code = $4, expires_at = $5,
         answers = '{}', resume_code_hash = NULL WHERE id = $1`,
      [draft.id, now, dossier.id, this.secrets.seal(SEALED, code), new Date(now.getTime() + CONFIRMATION_LIFETIME)],
    );
  }
}

/** Whoever holds a draft that an agent entered is that agent. */
function agentIn({ account }: Visitor): Actor {
  return { kind: 'agent', ...(account && { accountId: account.id, name: account.name }) };
}
