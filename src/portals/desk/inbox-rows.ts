import { Injectable } from '@nestjs/common';
import type { CurrentAccount } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Lang } from '../../forms/lang.js';
import type { ClockReading } from '../../procedures/legal-clocks/legal-clock.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { clockView } from './clock-view.js';
import { dueIn } from './due.js';
import { type InboxRow, InboxService } from './inbox.service.js';

/** From this priority on a task is marked as urgent. */
const URGENT = 70;

/** Tasks in the words of their procedure. */
@Injectable()
export class InboxRows {
  constructor(
    private readonly inbox: InboxService,
    private readonly clock: Clock,
    private readonly procedures: ProcedureCatalogue,
    private readonly tasks: UserTasksService,
    private readonly dossiers: DossiersService,
  ) {}

  row(row: InboxRow, lang: Lang, account: CurrentAccount, clock?: ClockReading) {
    const procedure = this.procedures.named(row.procedureKey);
    return {
      ...row,
      step: procedure?.elementName(lang, row.element, row.name) ?? row.name,
      procedure: procedure?.title(lang) ?? row.procedureKey,
      due: dueIn(row.dueAt, this.clock.now()),
      clock: clock && clockView(clock, procedure, lang),
      urgent: row.priority >= URGENT,
      mine: row.assignee === account.id,
    };
  }

  /** For the confirmation: what was done, and what could be done next. */
  async justDone(account: CurrentAccount, lang: Lang, key?: string) {
    if (!key || !/^\d{1,19}$/.test(key)) return undefined;
    const task = await this.tasks.get(key);
    if (task?.state !== 'completed' || task.endedBy !== account.id) return undefined;
    const dossier = await this.dossiers.byProcessInstance(task.processInstanceId);
    const procedure = this.procedures.named(dossier?.procedureKey ?? task.processId);
    const next = await this.inbox.next(account);
    return {
      step: procedure?.elementName(lang, task.element, task.name) ?? task.name,
      reference: dossier?.reference,
      next: next && this.row(next, lang, account),
    };
  }
}
