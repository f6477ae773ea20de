import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hiddenFrom, readerOf } from '../../access/confidential-cases.js';
import type { CurrentAccount } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { searchQuery } from '../../dossiers/search-words.js';
import type { Confidentiality } from '../../forms/confidentiality.js';
import { TrackingCodes } from '../../dossiers/tracking-codes.js';
import { type ClockFilter, INBOX_VIEWS, type InboxQuery, type InboxView } from './inbox-query.js';

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
  readonly confidentiality: Confidentiality | null;
  /** Of the dossier's own process, which may have called the one of the task. */
  readonly rootInstanceKey: string;
  readonly procedureVersionId: string | null;
  /** Messages of the applicant that nobody has read. */
  readonly unread: number;
}

/** How many tasks each tab holds. */
export type InboxCounts = Readonly<Record<InboxView, number>>;

export interface InboxPage {
  readonly rows: readonly InboxRow[];
  /** Of all pages. */
  readonly total: number;
  readonly pages: number;
}

export const PAGE_SIZE = 25;

/**
 * Open tasks that this account may work on: `$1` the account and those for whom it stands in, `$2` departments of them all,
 * `$4` process instances that are too confidential for it. The same as `mayWorkOn`, but that tasks of nobody in particular are
 * not everybody's work.
 */
const MINE_TO_SEE = `task.state = 'created' AND (task.assignee = ANY($1) OR task.owner = ANY($1)
  OR task.candidate_groups && $2::text[] OR task.candidate_users && $1::text[])
  AND task.process_instance_id <> ALL($4::bigint[])`;

/** `$5` definitions of tests: whether a task is that of one. Nobody meets them unawares. */
const OF_TEST = `(task.process_definition_id = ANY($5::bigint[]))`;

/**
 * `$1`, `$2` how confidential a case may be: what `$4` and `$5` are above. The few there are are asked for first: the planner
 * has no idea how many a sub-query leaves, and goes from each of ten thousand tasks to its case one by one.
 */
const EXCEPT = `SELECT ARRAY${hiddenFrom('$1', '$2')} AS hidden,
  ARRAY(SELECT id FROM definition WHERE test AND kind = 'process') AS tests`;

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
/** An open task is that of an open dossier: there is an index of these alone. */
const WITH_OPEN_DOSSIER = `${WITH_DOSSIER} AND dossier.closed_at IS NULL`;

/**
 * As the index of the words of open cases says it. Said in another way than elsewhere, so that no other index fits: to look
 * into the words of each open case, as the planner would else do for a word that many have, takes ten times as long.
 */
const STILL_OPEN = `coalesce(closed_at, 'infinity') = 'infinity'`;
/** A word that more open cases have is none to find one by. */
const FEW = 500;

/** By how the most urgent legal clock of the case stands. */
const CLOCKS: Readonly<Record<ClockFilter, string>> = {
  depasse: `case_clock.state = 'overdue'`,
  proche: 'case_clock.soon',
  suspendu: `case_clock.state = 'suspended'`,
};
const WITH_CLOCK = 'LEFT JOIN case_clock ON case_clock.process_instance_key = instance.root_id';

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
  async counts(account: CurrentAccount): Promise<InboxCounts> {
    const counted = INBOX_VIEWS.map((view) => `count(*) FILTER (WHERE ${CONDITIONS[view]}) AS "${view}"`).join(', ');
    const [row] = await this.database.query<[Record<InboxView, string>]>(
      `SELECT ${counted} FROM user_task task WHERE ${MINE_TO_SEE} AND NOT ${OF_TEST}`,
      await this.base(account),
    );
    return Object.fromEntries(INBOX_VIEWS.map((view) => [view, Number(row[view])])) as Record<InboxView, number>;
  }

  /** Whether this account could meet tasks of tests at all. */
  async hasTests(account: CurrentAccount): Promise<boolean> {
    const [row] = await this.database.query<[{ some: boolean }]>(
      // from the few dossiers of tests, which have an index of their own, not from the tasks
      `SELECT EXISTS (SELECT FROM dossier JOIN process_instance i ON i.root_id = dossier.process_instance_key
           JOIN user_task task ON task.process_instance_id = i.id
         WHERE dossier.test AND ${MINE_TO_SEE} AND ${OF_TEST} AND $3::timestamptz IS NOT NULL) AS some`,
      await this.base(account),
    );
    return row.some;
  }

  /** Those of these tasks that this account may work on, and that are not too confidential for it. */
  async among(account: CurrentAccount, keys: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT task.id FROM user_task task
       WHERE task.id = ANY($6::bigint[]) AND ${MINE_TO_SEE} AND ($3::timestamptz, $5::bigint[]) IS NOT NULL`,
      [...(await this.base(account)), keys],
    );
    const found = new Set(rows.map(({ id }) => id));
    return keys.filter((key) => found.has(key));
  }

  /**
   * Overdue first, then by priority and due date; or by legal clocks, as they were last written down. Who asks for the figures
   * of the tabs anyway gives them along: without a filter the total is one of them.
   */
  async page(
    account: CurrentAccount,
    query: InboxQuery,
    { size = PAGE_SIZE, counts }: { readonly size?: number; readonly counts?: Promise<InboxCounts> } = {},
  ): Promise<InboxPage> {
    const parameters = await this.base(account);
    const given = (value: unknown): string => `$${parameters.push(value)}`;
    const { joins, conditions } = await this.narrowing(query, given);
    const known = conditions === '' && !query.tests ? counts : undefined;
    const order = query.order === 'delai' ? `case_clock.urgency NULLS LAST, ${ORDER}` : ORDER;
    const asked = this.database.query<(InboxRow & { total: string })[]>(
      // which tasks is found out first, among as many as a department has; the rest is looked up for those of the page
      `WITH page AS MATERIALIZED (
         SELECT task.id, ${known ? '0' : 'count(*) OVER ()'} AS total FROM user_task task ${joins}
         WHERE ${MINE_TO_SEE} AND ${CONDITIONS[query.view]} AND ${query.tests ? '' : 'NOT '}${OF_TEST}${conditions}
         ORDER BY ${order} LIMIT ${given(size)} OFFSET ${given((query.page - 1) * size)})
       SELECT task.id AS key, task.element, task.name, task.due_at AS "dueAt", task.follow_up_at AS "followUpAt",
         coalesce(dossier.procedure_key, task.process_id) AS "procedureKey", task.priority, task.assignee,
         task.delegate = task.assignee AS delegated, account.name AS "assigneeName", dossier.reference,
         dossier.applicant_name AS "applicantName", dossier.public_status AS "publicStatus", dossier.confidentiality,
         dossier.submitted_at AS "submittedAt", dossier.channel, dossier.id AS "dossierId", dossier.department,
         instance.root_id AS "rootInstanceKey", dossier.procedure_version_id AS "procedureVersionId",
         (SELECT count(*)::int FROM conversation_entry entry
           WHERE entry.dossier_id = dossier.id AND entry.side = 'applicant' AND entry.read_at IS NULL) AS unread,
         page.total
       FROM (SELECT id, total, row_number() OVER () AS place FROM page) page
       JOIN user_task task ON task.id = page.id ${WITH_DOSSIER}
       LEFT JOIN account ON account.id = CASE WHEN task.assignee ~ '^[0-9]{1,18}$' THEN task.assignee::bigint END
       ORDER BY page.place`,
      parameters,
    );
    const [found, counted] = await Promise.all([asked, known]);
    const total = counted?.[query.view] ?? Number(found[0]?.total ?? 0);
    return { rows: found, total, pages: Math.ceil(total / size) };
  }

  /** What is asked of the dossiers: nobody joins them who does not ask. */
  private async narrowing(
    { text, procedure, status, channel, clock, order }: InboxQuery,
    given: (value: unknown) => string,
  ): Promise<{ joins: string; conditions: string }> {
    const conditions = [
      text && (await this.containing(text, given)),
      procedure && `coalesce(dossier.procedure_key, task.process_id) = ${given(procedure)}`,
      status && `dossier.public_status = ${given(status)}`,
      channel && `dossier.channel = ${given(channel)}`,
      clock && CLOCKS[clock],
    ].filter(Boolean);
    const withClock = clock !== undefined || order !== undefined;
    return {
      joins: `${conditions.length > 0 || withClock ? WITH_OPEN_DOSSIER : ''} ${withClock ? WITH_CLOCK : ''}`,
      conditions: conditions.map((one) => ` AND ${String(one)}`).join(''),
    };
  }

  /** Cases that hold these words, or have this tracking code. Few are named to the database, of many each is asked. */
  private async containing(text: string, given: (value: unknown) => string): Promise<string | undefined> {
    const words = searchQuery(text);
    if (!words) return undefined;
    const found = await this.database.query<{ key: string }[]>(
      `SELECT process_instance_key AS key FROM dossier WHERE ${STILL_OPEN} AND search @@ to_tsquery('simple', $1)
       UNION ALL SELECT process_instance_key FROM dossier WHERE tracking_code_hash = $2 LIMIT ${FEW + 1}`,
      [words, this.codes.hashOf(text) ?? null],
    );
    if (found.length > FEW) return `dossier.search @@ to_tsquery('simple', ${given(words)})`;
    return `instance.root_id = ANY(${given(found.map(({ key }) => key))}::bigint[])`;
  }

  /** What to do after this one: something of mine, else something nobody has taken. */
  async next(account: CurrentAccount): Promise<InboxRow | undefined> {
    for (const view of ['mes-taches', 'a-prendre'] as const) {
      const { rows } = await this.page(account, { view, page: 1 });
      if (rows[0]) return rows[0];
    }
    return undefined;
  }

  private async base(account: CurrentAccount): Promise<unknown[]> {
    const { id, departments, standsInFor = [] } = account;
    const people = [id, ...standsInFor.map(({ accountId }) => accountId)];
    const [except] = await this.database.query<[{ hidden: string[]; tests: string[] }]>(EXCEPT, readerOf(account));
    return [people, [...departments], this.clock.now(), except.hidden, except.tests];
  }
}
