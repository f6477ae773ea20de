import { Injectable } from '@nestjs/common';
import type { Variables } from '#engine';
import { AccountsService } from '../access/accounts.service.js';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { MailService } from '../mail/mail.service.js';
import { MessageWriter } from '../mail/message-writer.js';
import { OwnMessages } from '../mail/own-messages.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { dayOf } from './deadline.js';
import type { OpinionRequest } from './opinion-request.entity.js';

/** The messages about opinions: those to advisers are the procedure's own. */
@Injectable()
export class OpinionMail {
  constructor(
    private readonly accounts: AccountsService,
    private readonly procedures: ProcedureCatalogue,
    private readonly writer: MessageWriter,
    private readonly own: OwnMessages,
    private readonly mail: MailService,
  ) {}

  /** Beside the variables of the process the template is given `opinionsEcheance`, and `opinionsJeton` where there is a link. */
  async write(
    tx: Transaction,
    request: OpinionRequest,
    message: {
      readonly template: string;
      readonly variables: Variables;
      readonly cause: string;
      readonly recipient: string;
      readonly token?: string;
    },
  ): Promise<void> {
    const { dossierId, lang, dueAt, adviser, name, question } = request;
    const dossier = await tx.findOneByOrFail(Dossier, { id: dossierId });
    const procedure = await this.procedures.of(dossier);
    if (!procedure) throw new Error(`There is no procedure "${dossier.procedureKey}".`);
    const { template, variables, cause, recipient: to, token } = message;
    const written = this.writer.write(procedure, template, lang, {
      ...variables,
      opinionsConseiller: { service: adviser, nom: name },
      opinionsQuestion: question,
      opinionsEcheance: dayOf(dueAt),
      opinionsJeton: token ?? null,
    });
    const confidential = token === undefined ? {} : { confidential: token };
    await this.mail.queue(tx, { ...written, to, dossierId, idempotencyKey: `opinion-${cause}`, ...confidential });
  }

  /** An opinion came when the procedure had gone on: the department of the dossier is told. */
  async tellLate(tx: Transaction, { id, name }: OpinionRequest, dossier: Dossier): Promise<void> {
    const { department, reference, id: dossierId } = dossier;
    const common = (await this.accounts.departments()).find(({ key }) => key === department)?.email;
    const people = common ? [{ email: common, lang: 'fr' as const }] : await this.accounts.agentsOf(department);
    for (const { email: to, lang } of people) {
      const message = this.own.write('opinion-late', lang, `/bureau/avis/${id}`, { reference, name });
      await this.mail.queue(tx, { ...message, to, dossierId, idempotencyKey: `opinion-late-${id}-${to}` });
    }
  }
}
