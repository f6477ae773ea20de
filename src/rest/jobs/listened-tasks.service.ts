import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ActivatedJob } from '../../workflow/job-activation.service.js';
import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { SearchService } from '../search/search.service.js';
import { userTasks } from '../user-tasks/user-task-source.js';
import { kindWord } from './job-kinds.js';

/** What a task listener is told of its task: how it will be once all listeners have agreed. */
export interface ListenedTask {
  readonly action: string;
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly changedAttributes: readonly string[];
  readonly dueDate: string | null;
  readonly followUpDate: string | null;
  readonly formKey: string | null;
  readonly priority: number | null;
  readonly userTaskKey: string | null;
}

/** The engine writes what shall change into the headers of the job, under these names. */
const PREFIX = 'io.camunda.zeebe:';
const LONGEST_BATCH = 1_000;

/** The tasks that jobs of task listeners are about. */
@Injectable()
export class ListenedTasks {
  constructor(
    private readonly search: SearchService,
    private readonly database: DataSource,
  ) {}

  /** By the key of the job; nothing for jobs that are no task listener's. */
  async of(jobs: readonly ActivatedJob[]): Promise<Map<string, ListenedTask>> {
    const listening = jobs.filter(({ listener }) => kindWord(listener) === 'TASK_LISTENER').slice(0, LONGEST_BATCH);
    if (listening.length === 0) return new Map();
    const keys = listening.map((job) => elementInstanceKey(job.processInstanceKey, job.elementInstance));
    const filter = { elementInstanceKey: { $in: keys }, state: 'CREATED' };
    const { items } = await this.search.page(userTasks, { filter, page: { limit: LONGEST_BATCH } });
    const people = await this.people(listening);
    return new Map(
      listening.map((job, index) => {
        const row = items.find((task) => task.elementInstanceKey === keys[index]);
        return [job.key, listened(job, row, people)];
      }),
    );
  }

  /** Addresses by account: the engine knows people by their account only. */
  private async people(jobs: readonly ActivatedJob[]): Promise<Map<string, string>> {
    const named = jobs.flatMap(({ headers }) => [
      headers[`${PREFIX}assignee`] ?? '',
      ...list(headers[`${PREFIX}candidateUsers`]),
    ]);
    const rows = await this.database.query<{ id: string; email: string }[]>(
      'SELECT id::text, email FROM account WHERE id::text = ANY($1)',
      [named],
    );
    return new Map(rows.map(({ id, email }) => [id, email]));
  }
}

type TaskView = ReturnType<typeof userTasks.view>;

function listened({ headers }: ActivatedJob, row: TaskView | undefined, people: Map<string, string>): ListenedTask {
  const told = (name: string): string | undefined => headers[`${PREFIX}${name}`];
  const called = (account: string): string => people.get(account) ?? account;
  const [assignee, dueDate, followUpDate] = [told('assignee'), told('dueDate'), told('followUpDate')];
  const [groups, users] = [told('candidateGroups'), told('candidateUsers')];
  return {
    action: told('action') ?? '',
    assignee: assignee === undefined ? (row?.assignee ?? null) : called(assignee) || null,
    candidateGroups: groups === undefined ? (row?.candidateGroups ?? []) : list(groups),
    candidateUsers: users === undefined ? (row?.candidateUsers ?? []) : list(users).map(called),
    changedAttributes: list(told('changedAttributes')),
    dueDate: dueDate === undefined ? (row?.dueDate?.toISOString() ?? null) : dueDate || null,
    followUpDate: followUpDate === undefined ? (row?.followUpDate?.toISOString() ?? null) : followUpDate || null,
    formKey: row?.formKey ?? null,
    priority: told('priority') === undefined ? (row?.priority ?? null) : Number(told('priority')),
    userTaskKey: row?.userTaskKey ?? null,
  };
}

function list(json: string | undefined): string[] {
  return json === undefined ? [] : (JSON.parse(json) as string[]);
}
