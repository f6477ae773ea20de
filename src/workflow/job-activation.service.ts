import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { type Listener, type ProcessInstance, type Variables, variablesAt } from '#engine';
import { Clock } from '../clock.js';
import { Groups } from '../database/groups.js';

/** What an external worker asks for. */
export interface Activation {
  readonly type: string;
  readonly worker: string;
  /** For how long nobody else gets these jobs. */
  readonly lockMilliseconds: number;
  readonly most: number;
}

/** A job in the hands of an external worker until `lockedUntil`. */
export interface ActivatedJob {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly rootKey: string;
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly processVersion: number;
  readonly element: string;
  readonly elementInstance: string;
  readonly headers: Record<string, string>;
  readonly worker: string;
  readonly retries: number;
  readonly lockedUntil: Date;
  readonly tags: string[];
  /** The event, when it is not the work of the element but a listener of it; or that it asks what runs inside. */
  readonly listener: Listener['on'] | 'ad-hoc' | null;
  readonly variables: Variables;
}

/**
 * When a job can be taken: tries are left, its time has come, nobody has it, no incident keeps it, and it is none of a test,
 * which only this program answers.
 */
const FREE = `j.retries > 0 AND j.due_at <= $1 AND (j.locked_until IS NULL OR j.locked_until <= $1)
  AND NOT EXISTS (SELECT FROM incident i
    WHERE i.process_instance_id = j.process_instance_id AND i.wait = j.wait AND i.resolved_at IS NULL)
  AND NOT (SELECT d.test FROM definition d WHERE d.id = p.process_definition_id)`;

/** Of each type, as many of the most urgent jobs as all want together, handed out to them in the order in which they came. */
export const ACTIVATE = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($2)
      AS x(place int, type text, worker text, until timestamptz, first bigint, last bigint)),
  wanted AS (SELECT type, max(last) AS most FROM asked GROUP BY type),
  free AS MATERIALIZED (
    SELECT found.* FROM wanted CROSS JOIN LATERAL (
      SELECT j.id, j.type, j.priority FROM job j
        JOIN process_instance p ON p.id = j.process_instance_id AND p.status = 'active'
      WHERE j.type = wanted.type AND ${FREE} ORDER BY j.priority DESC, j.id LIMIT wanted.most FOR UPDATE OF j SKIP LOCKED
    ) AS found),
  numbered AS (SELECT id, type, row_number() OVER (PARTITION BY type ORDER BY priority DESC, id) AS number FROM free),
  taken AS (
    UPDATE job SET worker = asked.worker, locked_until = asked.until
    FROM numbered JOIN asked ON asked.type = numbered.type AND numbered.number BETWEEN asked.first AND asked.last
    WHERE job.id = numbered.id RETURNING asked.place, job.*)
  SELECT t.place, t.id AS key, t.type, t.process_instance_id AS "processInstanceKey", p.root_id AS "rootKey",
    p.process_definition_id AS "processDefinitionKey", p.process_id AS "processId", d.version AS "processVersion",
    t.element, t.element_instance AS "elementInstance", t.headers, t.worker, t.retries,
    t.locked_until AS "lockedUntil", t.listener, p.tags, p.state
  FROM taken t JOIN process_instance p ON p.id = t.process_instance_id
  JOIN definition d ON d.id = p.process_definition_id ORDER BY t.priority DESC, t.id`;

type Taken = ActivatedJob & { readonly place: number; readonly state: ProcessInstance };

/**
 * Hands jobs to workers outside of this program. A lock that runs out gives the job back without spending a try; two who ask
 * at once never get the same one, and never wait for each other. Those who ask at the same time are answered by one statement.
 */
@Injectable()
export class JobActivationService {
  private readonly groups: Groups<Activation, ActivatedJob[]>;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    this.groups = new Groups((asked) => this.together(asked), { groups: 2, perGroup: 32 });
  }

  /** The most urgent ones first, of those the oldest. */
  activate(activation: Activation): Promise<ActivatedJob[]> {
    return this.groups.ask(activation);
  }

  private async together(activations: readonly Activation[]): Promise<ActivatedJob[][]> {
    const now = this.clock.now();
    const given = new Map<string, number>();
    const asked = activations.map(({ type, worker, lockMilliseconds, most }, place) => {
      const before = given.get(type) ?? 0;
      given.set(type, before + most);
      const until = new Date(now.getTime() + lockMilliseconds);
      return { place, type, worker, until, first: before + 1, last: before + most };
    });
    const rows = await this.take([now, JSON.stringify(asked)]);
    const jobs = activations.map((): ActivatedJob[] => []);
    for (const { place, state, ...job } of rows)
      jobs[place]?.push({ ...job, variables: variablesAt(state, job.elementInstance) });
    return jobs;
  }

  /** Prepared once per connection: to plan it takes longer than to do it. */
  private async take(values: unknown[]): Promise<Taken[]> {
    const runner = this.database.createQueryRunner();
    try {
      const connection = (await runner.connect()) as PoolClient;
      return (await connection.query<Taken>({ name: 'activate', text: ACTIVATE, values })).rows;
    } finally {
      await runner.release();
    }
  }

  /** Which of these types have a job that can be taken now. */
  async available(types: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ type: string }[]>(
      `SELECT wanted.type FROM unnest($2::text[]) AS wanted(type) WHERE EXISTS (
         SELECT FROM job j JOIN process_instance p ON p.id = j.process_instance_id AND p.status = 'active'
         WHERE j.type = wanted.type AND ${FREE})`,
      [this.clock.now(), types],
    );
    return rows.map(({ type }) => type);
  }

  /** In how many milliseconds the next job of these types comes free by itself: a back-off or a lock runs out. */
  async nextIn(types: readonly string[]): Promise<number | undefined> {
    const now = this.clock.now();
    const [row] = await this.database.query<{ at: Date | null }[]>(
      `SELECT min(greatest(due_at, locked_until)) AS at FROM job
       WHERE type = ANY($2) AND retries > 0 AND greatest(due_at, locked_until) > $1`,
      [now, types],
    );
    return row?.at ? row.at.getTime() - now.getTime() : undefined;
  }
}
