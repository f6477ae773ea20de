import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CurrentAccount } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { searchQuery } from '../../dossiers/search-words.js';
import { TrackingCodes } from '../../dossiers/tracking-codes.js';
import { INBOX_VIEWS, type InboxQuery, type InboxView } from './inbox-query.js';

/** One task as the inbox shows it. */
export interface InboxRow {
  readonly key: string;
  readonly element: string;
  readonly name: string;
  readonly procedureKey: string;
  readonly dueAt: Date | null;
  readonly followUpAt: Date | null;
  readonly priority: number;
  readonly assignee: string | null;
  readonly assigneeName: string | null;
  /** Its owner waits for an answer. */
  readonly delegated: boolean | null;
  /** Absent when the process runs for no dossier. */
  readonly reference: string | null;
  readonly applicantName: string | null;
  readonly publicStatus: string | null;
  readonly submittedAt: Date | null;
  readonly channel: string | null;
  readonly dossierId: string | null;
  readonly department: string | null;
  /** Of the dossier's own process, which may have called the one of the task. */
  readonly rootInstanceKey: string;
  readonly procedureVersionId: string | null;
  /** Messages of the applicant that nobody has read. */
  readonly unread: number;
}

export interface InboxPage {
  readonly rows: readonly InboxRow[];
  /** Of all pages. */
  readonly total: number;
  readonly pages: number;
}

export const PAGE_SIZE = 25;

/**
 * Open tasks that this account may work on: `$1` the account and those for whom it stands in, `$2` departments of them all.
 * The same as `mayWorkOn`, but that tasks of nobody in particular are not everybody's work.
 */
const MINE_TO_SEE = `task.state = 'created' AND (task.assignee = ANY($1) OR task.owner = ANY($1)
  OR task.candidate_groups && $2::text[] OR task.candidate_users && $1::text[])`;

/** Whether a task is that of a test: nobody meets them unawares. The definitions are looked up once, not for each task. */
const OF_TEST = `(task.process_definition_id = ANY(ARRAY(SELECT id FROM definition WHERE test AND kind = 'process')))`;

/** `$1` accounts, `$3` now. */
const CONDITIONS: Readonly<Record<InboxView, string>> = {
  'mes-taches': 'task.assignee = ANY($1)',
  'a-prendre': 'task.assignee IS NULL',
  'a-suivre': 'task.follow_up_at <= $3',
  service: 'TRUE',
  'en-retard': 'task.due_at < $3',
};

/** The task may be that of a process which the dossier's own has called. */
const WITH_DOSSIER = `JOIN process_instance instance ON instance.id = task.process_instance_id AND instance.ended_at IS NULL
  LEFT JOIN dossier ON dossier.process_instance_key = instance.root_id`;

const ORDER = `(task.due_at < $3) DESC NULLS LAST, task.priority DESC, task.due_at, task.created_at, task.id`;

/** What an agent has to do, over all procedures. */
@Injectable()
export class InboxService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly codes: TrackingCodes,
  ) {}

  /** How many tasks each tab holds. */
  async counts(account: CurrentAccount): Promise<Record<InboxView, number>> {
    const counted = INBOX_VIEWS.map((view) => `count(*) FILTER (WHERE ${CONDITIONS[view]}) AS "${view}"`).join(', ');
    const [row] = await this.database.query<[Record<InboxView, string>]>(
      `SELECT ${counted} FROM user_task task WHERE ${MINE_TO_SEE} AND NOT ${OF_TEST}`,
      this.base(account),
    );
    return Object.fromEntries(INBOX_VIEWS.map((view) => [view, Number(row[view])])) as Record<InboxView, number>;
  }

  /** Whether this account could meet tasks of tests at all. */
  async hasTests(account: CurrentAccount): Promise<boolean> {
    const [row] = await this.database.query<[{ some: boolean }]>(
      // from the few dossiers of tests, which have an index of their own, not from the tasks
      `SELECT EXISTS (SELECT FROM dossier JOIN process_instance i ON i.root_id = dossier.process_instance_key
           JOIN user_task task ON task.process_instance_id = i.id
         WHERE dossier.test AND ${MINE_TO_SEE} AND $3::timestamptz IS NOT NULL) AS some`,
      this.base(account),
    );
    return row.some;
  }

  /** Overdue first, then by priority and due date. */
  async page(account: CurrentAccount, query: InboxQuery, size = PAGE_SIZE): Promise<InboxPage> {
    const parameters = this.base(account);
    const given = (value: unknown): string => `$${parameters.push(value)}`;
    const { joins, conditions } = this.narrowing(query, given);
    const found = await this.database.query<(InboxRow & { total: string })[]>(
      // which tasks is found out first, among as many as a department has; the rest is looked up for those of the page
      `WITH page AS MATERIALIZED (
         SELECT task.id, count(*) OVER () AS total FROM user_task task ${joins}
         WHERE ${MINE_TO_SEE} AND ${CONDITIONS[query.view]} AND ${query.tests ? '' : 'NOT '}${OF_TEST}${conditions}
         ORDER BY ${ORDER} LIMIT ${given(size)} OFFSET ${given((query.page - 1) * size)})
       SELECT task.id AS key, task.element, task.name, task.due_at AS "dueAt", task.follow_up_at AS "followUpAt",
         coalesce(dossier.procedure_key, task.process_id) AS "procedureKey", task.priority, task.assignee,
         task.delegate = task.assignee AS delegated, account.name AS "assigneeName", dossier.reference,
         dossier.applicant_name AS "applicantName", dossier.public_status AS "publicStatus",
         dossier.submitted_at AS "submittedAt", dossier.channel, dossier.id AS "dossierId", dossier.department,
         instance.root_id AS "rootInstanceKey", dossier.procedure_version_id AS "procedureVersionId",
         (SELECT count(*)::int FROM conversation_entry entry
           WHERE entry.dossier_id = dossier.id AND entry.side = 'applicant' AND entry.read_at IS NULL) AS unread,
         page.total
       FROM page JOIN user_task task ON task.id = page.id ${WITH_DOSSIER}
       LEFT JOIN account ON account.id = CASE WHEN task.assignee ~ '^[0-9]{1,18}$' THEN task.assignee::bigint END
       ORDER BY ${ORDER}`,
      parameters,
    );
    const total = Number(found[0]?.total ?? 0);
    return { rows: found, total, pages: Math.ceil(total / size) };
  }

  /** What is asked of the dossiers: nobody joins them who does not ask. */
  private narrowing(
    { text, procedure, status, channel }: InboxQuery,
    given: (value: unknown) => string,
  ): { joins: string; conditions: string } {
    const words = searchQuery(text);
    const code = text && this.codes.hashOf(text);
    const asked = [
      words && `dossier.search @@ to_tsquery('simple', ${given(words)})`,
      code && `dossier.tracking_code_hash = ${given(code)}`,
    ].filter(Boolean);
    const conditions = [
      asked.length > 0 && `(${asked.join(' OR ')})`,
      procedure && `coalesce(dossier.procedure_key, task.process_id) = ${given(procedure)}`,
      status && `dossier.public_status = ${given(status)}`,
      channel && `dossier.channel = ${given(channel)}`,
    ].filter(Boolean);
    return {
      joins: conditions.length > 0 ? WITH_DOSSIER : '',
      conditions: conditions.map((one) => ` AND ${String(one)}`).join(''),
    };
  }

  /** What to do after this one: something of mine, else something nobody has taken. */
  async next(account: CurrentAccount): Promise<InboxRow | undefined> {
    for (const view of ['mes-taches', 'a-prendre'] as const) {
      const { rows } = await this.page(account, { view, page: 1 });
      if (rows[0]) return rows[0];
    }
    return undefined;
  }

  private base({ id, departments, standsInFor = [] }: CurrentAccount): unknown[] {
    return [[id, ...standsInFor.map(({ accountId }) => accountId)], [...departments], this.clock.now()];
  }
}
