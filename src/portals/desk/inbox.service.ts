import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CurrentAccount } from '../../access/visitor.js';
import { Clock } from '../../clock.js';

/** The tabs of the inbox; also the word in its address. */
export const INBOX_VIEWS = ['mes-taches', 'a-prendre', 'service', 'en-retard'] as const;

export type InboxView = (typeof INBOX_VIEWS)[number];

export interface InboxQuery {
  readonly view: InboxView;
  /** Part of the dossier's number or of the applicant's name. */
  readonly text?: string;
  /** Key of a procedure. */
  readonly procedure?: string;
  /** From 1. */
  readonly page: number;
}

/** One task as the inbox shows it. */
export interface InboxRow {
  readonly key: string;
  readonly element: string;
  readonly name: string;
  readonly procedureKey: string;
  readonly dueAt: Date | null;
  readonly priority: number;
  readonly assignee: string | null;
  readonly assigneeName: string | null;
  /** Absent when the process runs for no dossier. */
  readonly reference: string | null;
  readonly applicantName: string | null;
  readonly publicStatus: string | null;
  readonly submittedAt: Date | null;
}

export interface InboxPage {
  readonly rows: readonly InboxRow[];
  /** Of all pages. */
  readonly total: number;
  readonly pages: number;
}

const PAGE_SIZE = 25;

/** Open tasks that this account may work on: `$1` account, `$2` departments. */
const MINE_TO_SEE = `task.state = 'created'
  AND (task.assignee = $1 OR task.candidate_groups && $2::text[] OR $1 = ANY(task.candidate_users))`;

/** `$1` account, `$3` now. */
const CONDITIONS: Readonly<Record<InboxView, string>> = {
  'mes-taches': 'task.assignee = $1',
  'a-prendre': 'task.assignee IS NULL',
  service: 'TRUE',
  'en-retard': 'task.due_at < $3',
};

/** What an agent has to do, over all procedures. */
@Injectable()
export class InboxService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** How many tasks each tab holds. */
  async counts(account: CurrentAccount): Promise<Record<InboxView, number>> {
    const counted = INBOX_VIEWS.map((view) => `count(*) FILTER (WHERE ${CONDITIONS[view]}) AS "${view}"`).join(', ');
    const [row] = await this.database.query<[Record<InboxView, string>]>(
      `SELECT ${counted} FROM user_task task WHERE ${MINE_TO_SEE}`,
      this.base(account),
    );
    return Object.fromEntries(INBOX_VIEWS.map((view) => [view, Number(row[view])])) as Record<InboxView, number>;
  }

  /** Overdue first, then by priority and due date. */
  async page(account: CurrentAccount, { view, text, procedure, page }: InboxQuery): Promise<InboxPage> {
    const like = text?.trim() ? `%${text.trim().replace(/[%_\\]/g, '\\$&')}%` : null;
    const found = await this.database.query<(InboxRow & { total: string })[]>(
      `SELECT task.id AS key, task.element, task.name, task.process_id AS "procedureKey", task.due_at AS "dueAt",
         task.priority, task.assignee, account.name AS "assigneeName", dossier.reference,
         dossier.applicant_name AS "applicantName", dossier.public_status AS "publicStatus",
         dossier.submitted_at AS "submittedAt", count(*) OVER () AS total
       FROM user_task task
       LEFT JOIN dossier ON dossier.process_instance_key = task.process_instance_id
       LEFT JOIN account ON account.id::text = task.assignee
       WHERE ${MINE_TO_SEE} AND ${CONDITIONS[view]} AND $3::timestamptz IS NOT NULL
         AND ($4::text IS NULL OR dossier.reference ILIKE $4 OR dossier.applicant_name ILIKE $4)
         AND ($5::text IS NULL OR task.process_id = $5)
       ORDER BY (task.due_at < $3) DESC NULLS LAST, task.priority DESC, task.due_at, task.created_at, task.id
       LIMIT ${PAGE_SIZE} OFFSET $6`,
      [...this.base(account), like, procedure ?? null, (page - 1) * PAGE_SIZE],
    );
    const total = Number(found[0]?.total ?? 0);
    return { rows: found, total, pages: Math.ceil(total / PAGE_SIZE) };
  }

  /** What to do after this one: something of mine, else something nobody has taken. */
  async next(account: CurrentAccount): Promise<InboxRow | undefined> {
    for (const view of ['mes-taches', 'a-prendre'] as const) {
      const { rows } = await this.page(account, { view, page: 1 });
      if (rows[0]) return rows[0];
    }
    return undefined;
  }

  private base({ id, departments }: CurrentAccount): unknown[] {
    return [id, [...departments], this.clock.now()];
  }
}
