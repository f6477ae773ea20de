import { Injectable } from '@nestjs/common';
import type { Value } from '#engine';
import type { CurrentAccount } from '../access/visitor.js';
import type { Transaction } from '../database/transaction.js';
import type { Answers, Form } from '../forms/form.js';
import { isLang, type Lang } from '../forms/lang.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { workingDayVariables } from '../procedures/parameter.js';
import { ParametersService } from '../procedures/parameters.service.js';
import type { Procedure } from '../procedures/procedure.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import { Acknowledgement } from './acknowledgement.js';
import { type Channel, Dossier } from './dossier.entity.js';
import { DossierNames } from './dossier-names.js';
import { fullName, peopleIn } from './roles.js';

export interface NewDossier {
  readonly procedure: Procedure;
  /** The version of its process; the latest unless given. */
  readonly processDefinitionKey?: string;
  readonly form: Form;
  /** Checked. */
  readonly answers: Answers;
  readonly lang: Lang;
  readonly channel: Channel;
  /** The citizen's, when there is one. */
  readonly account?: CurrentAccount;
  /** The agent who enters it for somebody, and what was shown to them. */
  readonly entry?: { readonly agent: Actor; readonly identity: string | null };
  /** Somebody tries this version. */
  readonly test?: boolean;
  readonly now: Date;
}

/** Opens a dossier within the caller's transaction: number, code, history, process, acknowledgement. */
@Injectable()
export class OpeningService {
  constructor(
    private readonly names: DossierNames,
    private readonly history: History,
    private readonly processInstances: ProcessInstancesService,
    private readonly parameters: ParametersService,
    private readonly acknowledgement: Acknowledgement,
  ) {}

  async open(tx: Transaction, wanted: NewDossier): Promise<{ dossier: Dossier; trackingCode: string }> {
    const { procedure, answers, account, now, test = false } = wanted;
    const { reference, code, hash } = await this.names.next(tx, now, test);
    const { applicant } = peopleIn(wanted.form, answers);
    const row = {
      reference,
      procedureKey: procedure.key,
      procedureVersionId: procedure.version?.id ?? null,
      test,
      formId: wanted.form.id,
      department: procedure.department,
      confidentiality: procedure.facts.confidentiality ?? 'normal',
      accountId: account?.id ?? null,
      applicantName: fullName(applicant) || (account?.name ?? ''),
      applicantEmail: applicant.email ?? account?.email ?? null,
      applicantBirthDate: applicant.birthDate ?? null,
      // the language they asked for comes before that of the pages they read
      lang: isLang(applicant.language) ? applicant.language : wanted.lang,
      channel: wanted.channel,
      answers,
      trackingCodeHash: hash,
      publicStatus: 'deposee',
      publicStatusAt: now,
      submittedAt: now,
    };
    // `object`: TypeORM does not believe that a JSON column may hold anything
    const { id } = (await tx.insert(Dossier, row as object)).identifiers[0] as { id: string };
    const { entry } = wanted;
    const actor: Actor = entry?.agent ?? { kind: 'citizen', ...(account && { accountId: account.id }) };
    // how surely we knew them then: what a register may hand out depends on it
    const { assurance } = account ?? {};
    const seen = { ...(entry && { identity: entry.identity }), ...(assurance && { assurance }) };
    const data = { reference: row.reference, channel: row.channel, ...seen };
    await this.history.append(tx, { dossierId: id, kind: 'dossier.submitted', actor, at: now, data, public: true });
    const parameters = await this.parameters.of(procedure, tx);
    const { roles } = procedure;
    const variables = { ...startVariables(id, row, applicant as Record<string, string>, procedure), parameters, roles };
    const { processInstanceKey } = await this.processInstances.start(tx, {
      processId: procedure.key,
      ...(wanted.processDefinitionKey && { processDefinitionKey: wanted.processDefinitionKey }),
      variables: { ...answers, ...variables, ...workingDayVariables(parameters) },
      businessId: row.reference,
      actor,
    });
    await tx.update(Dossier, id, { processInstanceKey });
    const dossier = await tx.findOneByOrFail(Dossier, { id });
    await this.acknowledgement.send(tx, dossier, procedure, { ...answers, ...variables, trackingCode: code });
    return { dossier, trackingCode: code };
  }
}

/** What a process knows of its dossier from the start, besides the answers. */
function startVariables(
  id: string,
  row: {
    reference: string;
    submittedAt: Date;
    lang: Lang;
    channel: Channel;
    applicantName: string;
    applicantEmail: string | null;
  },
  applicant: Record<string, string>,
  procedure: Procedure,
): Record<string, Value> {
  return {
    dossier: {
      id,
      reference: row.reference,
      procedure: procedure.key,
      submittedAt: row.submittedAt.toISOString(),
      language: row.lang,
      channel: row.channel,
    },
    applicant: { ...applicant, name: row.applicantName, email: row.applicantEmail },
  };
}
