import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import type { Variables } from '#engine';
import type { Visitor } from '../access/visitor.js';
import { Clock } from '../clock.js';
import type { FieldError, Form } from '../forms/form.js';
import { validateAll } from '../forms/validate.js';
import { History } from '../history/history.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { MessagesService } from '../workflow/messages.service.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import { activationOf } from './activation.js';
import { Attachment } from './attachment.entity.js';
import { AttachmentsService } from './attachments.service.js';
import { mayFollow } from './dossier-access.js';
import { Dossier } from './dossier.entity.js';
import { Draft } from './draft.entity.js';
import { DraftsService } from './drafts.service.js';
import { lockAwaited } from './lock-awaited.js';

/** A question of the town that waits for the applicant's answer. */
export interface Complement {
  /** Id of the BPMN element that waits: the last part of the answer's address. */
  readonly element: string;
  /** Which activation of it: see `activation.ts`. */
  readonly elementInstance: string;
  readonly form: Form;
  /** What the process knows where it waits: what is missing, until when. */
  readonly variables: Variables;
}

export type AnswerOutcome =
  | { readonly answered: Dossier }
  | { readonly errors: readonly FieldError[]; readonly page?: string }
  /** The deadline has passed, it was answered already, or the dossier is closed. */
  | { readonly refused: 'too-late' }
  | { readonly refused: 'unknown' };

const APPLICANT_FORM = 'commune:applicantForm';

/** Questions the town asks about a dossier, and the applicant's answers. An answer is a draft until it is sent. */
@Injectable()
export class ComplementsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly procedures: ProcedureCatalogue,
    private readonly messages: MessagesService,
    private readonly processInstances: ProcessInstancesService,
    private readonly drafts: DraftsService,
    private readonly attachments: AttachmentsService,
    private readonly history: History,
  ) {}

  /** What waits for the applicant right now. */
  async awaited(dossier: Dossier): Promise<Complement[]> {
    const { processInstanceKey } = dossier;
    const procedure = await this.procedures.of(dossier);
    if (!processInstanceKey || !procedure) return [];
    const complements: Complement[] = [];
    for (const awaited of await this.messages.awaited(processInstanceKey)) {
      const { element, elementInstance, correlationKey, properties } = awaited;
      const form = procedure.forms.get(properties[APPLICANT_FORM] ?? '');
      if (!form || correlationKey !== dossier.reference) continue;
      const variables = await this.processInstances.variables(awaited.processInstanceKey, elementInstance);
      const activation = activationOf(processInstanceKey, awaited);
      complements.push({ element, elementInstance: activation, form, variables });
    }
    return complements;
  }

  /** The draft of the answer, begun at the first visit. Undefined when nothing waits there (any more). */
  async begin(dossier: Dossier, element: string, visitor: Visitor): Promise<Draft | undefined> {
    const complement = (await this.awaited(dossier)).find((one) => one.element === element);
    if (!complement || !mayFollow(visitor, dossier)) return undefined;
    const { procedureKey, procedureVersionId, test, lang, id: dossierId } = dossier;
    const { form, elementInstance } = complement;
    return this.drafts.beginAnswer(
      { procedureKey, procedureVersionId, test, lang, dossierId, formId: form.id, element, elementInstance },
      visitor,
    );
  }

  /** Sends the answer: checked, its files handed to the dossier, its message given to the process. */
  async answer(draftId: string, visitor: Visitor): Promise<AnswerOutcome> {
    const own = await this.drafts.get(draftId, visitor);
    const dossier = await this.database.manager.findOneBy(Dossier, { id: own?.dossierId ?? '0' });
    if (!own?.elementInstance || !dossier?.processInstanceKey || !mayFollow(visitor, dossier))
      return { refused: 'unknown' };
    const { processInstanceKey } = dossier;
    const form = (await this.procedures.of(dossier))?.forms.get(own.formId);
    if (!form) return { refused: 'unknown' };
    return this.database.transaction(async (tx) => {
      // the instance stays locked: a deadline that falls due meanwhile comes too late, or we do
      const awaited = await lockAwaited(tx, processInstanceKey, own);
      const draft = await tx.findOneByOrFail(Draft, { id: draftId });
      if (draft.submittedAt) return { answered: dossier };
      if (!awaited) return { refused: 'too-late' };
      const now = this.clock.now();
      const files = await this.attachments.filesOf(draftId, tx);
      const extra = await this.processInstances.variables(awaited.processInstanceId, awaited.elementInstance);
      const result = validateAll(form, files, { answers: draft.answers, extra, now: now.getTime() });
      if ('errors' in result) return result;
      await tx.update(Draft, draftId, { submittedAt: now });
      await tx.update(Attachment, { draftId }, { draftId: null, dossierId: dossier.id });
      await this.messages.publish(tx, {
        name: awaited.message,
        correlationKey: awaited.correlationKey,
        variables: result.values,
        messageId: `answer-${own.element}-${own.elementInstance}`,
        timeToLive: 'PT0S',
      });
      const actor = { kind: 'citizen' as const, ...(visitor.account && { accountId: visitor.account.id }) };
      const data = { element: draft.element, form: draft.formId };
      const kind = 'complement.answered';
      await this.history.append(tx, { dossierId: dossier.id, kind, actor, at: now, data, public: true });
      return { answered: dossier };
    });
  }

  /** The answers that were sent, oldest first; their values are in `answers`, their files are the dossier's. */
  answersOf(dossierId: string): Promise<Draft[]> {
    const where = { dossierId, element: Not(IsNull()), submittedAt: Not(IsNull()) };
    return this.database.manager.find(Draft, { where, order: { submittedAt: 'ASC' } });
  }
}
