import { Injectable } from '@nestjs/common';
import { AbsencesService } from '../access/absences.service.js';
import type { Account } from '../access/account.entity.js';
import { AccountsService } from '../access/accounts.service.js';
import type { Transaction } from '../database/transaction.js';
import { DossiersService } from '../dossiers/dossiers.service.js';
import type { Lang } from '../forms/lang.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import type { UserTaskRow } from '../workflow/user-task.entity.js';

/** Where a message about a task goes. */
export interface Recipient {
  readonly email: string;
  readonly lang: Lang;
  /** Told in history: an account, or a department. */
  readonly name: string;
}

const day = new Intl.DateTimeFormat('fr-BE', { dateStyle: 'short', timeZone: 'Europe/Brussels' });

/** E-mails to agents about their tasks. They say which task and when, and nothing of the dossier. */
@Injectable()
export class TaskMail {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly procedures: ProcedureCatalogue,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  async send(
    tx: Transaction,
    name: 'reminder' | 'escalation' | 'escalation-before',
    task: UserTaskRow,
    to: readonly Recipient[],
    key: string,
  ): Promise<void> {
    const dossier = await this.dossiers.byProcessInstance(task.processInstanceId);
    if (dossier?.test) return; // agents look at tests when they like to
    const procedure = dossier ? await this.procedures.of(dossier) : this.procedures.named(task.processId);
    for (const { email, lang } of to) {
      const step = procedure?.elementName(lang, task.element, task.name) ?? task.name;
      const params = { step, reference: dossier?.reference ?? task.id, date: task.dueAt ? day.format(task.dueAt) : '' };
      const message = this.messages.write(name, lang, `/bureau/taches/${task.id}`, params);
      await this.mail.queue(tx, { ...message, to: email, idempotencyKey: `${key}-${email}` });
    }
  }
}

/** Who is told: the person who has the task or stands in, else the department. */
@Injectable()
export class TaskRecipients {
  constructor(
    private readonly accounts: AccountsService,
    private readonly absences: AbsencesService,
  ) {}

  async ofTask(task: UserTaskRow): Promise<Recipient[]> {
    const assignee = task.assignee && /^\d+$/.test(task.assignee) ? await this.accounts.byId(task.assignee) : null;
    if (!assignee) return this.ofDepartments(task, 'department');
    const away = (await this.absences.upcoming(assignee.id)).find(({ current }) => current);
    const deputy = away && (await this.accounts.byId(away.deputyId));
    return [personal(deputy ?? assignee)];
  }

  /** `head`: the heads of its departments first; else their common address, else everybody in them. */
  async ofDepartments({ candidateGroups }: UserTaskRow, first: 'head' | 'department'): Promise<Recipient[]> {
    const departments = (await this.accounts.departments()).filter(({ key }) => candidateGroups.includes(key));
    const found = departments.map(async ({ key, email, headId, names }) => {
      const head = first === 'head' && headId ? await this.accounts.byId(headId) : null;
      if (head && !head.disabledAt) return [personal(head)];
      if (email) return [{ email, lang: 'fr' as const, name: names.fr }];
      return (await this.accounts.agentsOf(key)).map(personal);
    });
    return [...new Map((await Promise.all(found)).flat().map((one) => [one.email, one])).values()];
  }
}

function personal({ email, lang, name }: Account): Recipient {
  return { email, lang, name };
}
