import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import { AccountsService } from '../../access/accounts.service.js';
import type { CurrentAccount } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Answers, Circumstances, FieldError, Form, Posted } from '../../forms/form.js';
import { pageView, type PageView } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';
import { onePage } from '../../forms/one-page.js';
import { validatePage } from '../../forms/validate.js';
import type { Procedure } from '../../procedures/procedure.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { mayWorkOn } from '../../workflow/task-permission.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { textIn } from '../texts/portal-texts.js';
import { agentOf } from './agent.js';
import { CaseViewService } from './case-view.service.js';
import { dueIn } from './due.js';

/** A task, found and allowed. */
export interface OpenedTask {
  readonly task: UserTaskRow;
  readonly dossier: Dossier | null;
  readonly procedure?: Procedure;
  readonly form?: Form;
}

/** What the agent posted and what is wrong with it. */
export interface Attempt {
  readonly posted: Posted;
  readonly errors: readonly FieldError[];
}

/** One task with all that is needed to decide. */
@Injectable()
export class TaskPageService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly clock: Clock,
    private readonly dossiers: DossiersService,
    private readonly procedures: ProcedureCatalogue,
    private readonly processInstances: ProcessInstancesService,
    private readonly tasks: UserTasksService,
    private readonly caseView: CaseViewService,
  ) {}

  /** The task; 404 when there is none, 403 when it is another department's. */
  async open(key: string, account: CurrentAccount): Promise<OpenedTask> {
    const task = /^\d{1,19}$/.test(key) ? await this.tasks.get(key) : null;
    if (!task) throw new NotFoundException();
    if (!mayWorkOn(task, agentOf(account))) throw new ForbiddenException();
    const dossier = await this.dossiers.byProcessInstance(task.processInstanceId);
    const procedure = this.procedures.get(dossier?.procedureKey ?? task.processId);
    const formId = task.form && 'formId' in task.form ? task.form.formId : undefined;
    const form = procedure?.forms.get(formId ?? '');
    return { task, dossier, ...(procedure ? { procedure } : {}), ...(form ? { form } : {}) };
  }

  /** Everything the page shows. */
  async view(opened: OpenedTask, account: CurrentAccount, lang: Lang, attempt?: Attempt) {
    const { task, dossier, procedure } = opened;
    const assignee = task.assignee ? await this.accounts.byId(task.assignee) : null;
    const mine = task.assignee === account.id;
    return {
      task: {
        key: task.id,
        name: procedure?.elementName(lang, task.element, task.name) ?? task.name,
        state: task.state,
        due: dueIn(task.dueAt, this.clock.now()),
        urgent: task.priority >= 70,
        mine,
        assigneeName: assignee?.name,
        endedAt: task.endedAt,
        endedBy: task.endedBy ? (await this.accounts.byId(task.endedBy))?.name : undefined,
      },
      facts: await this.facts(opened, lang),
      case: dossier ? await this.caseView.of(dossier, lang) : undefined,
      decision: mine && task.state === 'created' ? await this.decision(opened, lang, attempt) : undefined,
      colleagues: task.state === 'created' ? await this.colleagues(task, account) : [],
      errors: attempt && mine ? (await this.decision(opened, lang, attempt))?.errors : undefined,
    };
  }

  /** The decision as posted: values, or what is wrong with it. */
  async read(opened: OpenedTask, posted: Posted): Promise<{ values: Answers } | { errors: readonly FieldError[] }> {
    if (!opened.form) return { values: {} };
    return validatePage(onePage(opened.form), posted, {}, await this.circumstances(opened));
  }

  private async decision(
    { form, ...opened }: OpenedTask,
    lang: Lang,
    attempt?: Attempt,
  ): Promise<PageView | undefined> {
    const { procedure } = opened;
    if (!form || !procedure) return undefined;
    const circumstances = await this.circumstances(opened);
    return pageView({
      page: onePage(form),
      circumstances,
      ...(attempt ?? {}),
      translate: procedure.translator(lang, form.id),
      text: textIn(lang),
    });
  }

  /** What the model wants to be seen beside the task (property `commune:facts`), in the words of the procedure. */
  private async facts({ task, procedure }: OpenedTask, lang: Lang): Promise<string[]> {
    const names = (procedure?.properties(task.element)['commune:facts'] ?? '').split(',').map((name) => name.trim());
    if (!procedure || !names[0]) return [];
    const variables = await this.processInstances.variables(task.processInstanceId, task.elementInstance);
    const known = names.filter((name) => variables[name] !== undefined && variables[name] !== null);
    return known.map((name) => procedure.text(lang, `facts.${name}`, { value: variables[name] }));
  }

  /** Conditions may ask what the process knows; the fields themselves start empty: a decision is taken anew. */
  private async circumstances({ task }: Pick<OpenedTask, 'task'>): Promise<Circumstances> {
    const extra = await this.processInstances.variables(task.processInstanceId, task.elementInstance);
    return { answers: {}, extra, now: this.clock.now().getTime() };
  }

  /** To whom the task could be handed. */
  private async colleagues(task: UserTaskRow, { id }: CurrentAccount): Promise<{ id: string; name: string }[]> {
    const groups = await Promise.all(task.candidateGroups.map((group) => this.accounts.agentsOf(group)));
    const others = groups.flat().filter((one) => one.id !== id && one.id !== task.assignee);
    return [...new Map(others.map((one) => [one.id, { id: one.id, name: one.name }])).values()];
  }
}
