import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock.js';
import { Sweep } from '../../outbox/sweep.js';

/** Something that waits for its time. */
export interface Due {
  readonly at: Date;
  readonly element: string;
  readonly reference: string | null;
}

/** Something that happened after the clock was moved. */
export interface Happened {
  readonly at: Date;
  readonly kind: string;
  readonly what: string;
}

const DAY = 86_400;
const MOST = 12;
const PATIENCE_MILLISECONDS = 5_000;

/** Moves the clock of the program: what is due by then happens. */
@Injectable()
export class TimeMachine {
  happened: readonly Happened[] = [];
  /** Seconds, jump by jump. */
  private readonly jumps: number[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly sweep: Sweep,
  ) {}

  get now(): Date {
    return this.clock.now();
  }

  get isMoved(): boolean {
    return this.jumps.length > 0;
  }

  /** Timers of running cases, and tasks that become late; the soonest first. */
  due(): Promise<Due[]> {
    return this.database.query<Due[]>(
      `SELECT at, element, reference FROM (
         SELECT due_at AS at, element, process_instance_id FROM timer WHERE process_instance_id IS NOT NULL UNION ALL
         SELECT due_at, element, process_instance_id FROM user_task WHERE state = 'created') due
       JOIN process_instance instance ON instance.id = due.process_instance_id
       LEFT JOIN dossier ON dossier.process_instance_key = instance.root_id
       WHERE at > $1 ORDER BY at LIMIT 5`,
      [this.now],
    );
  }

  async next(): Promise<void> {
    const [due] = await this.due();
    if (due) await this.jump(Math.ceil((due.at.getTime() - this.now.getTime()) / 1000) + 1);
  }

  day(): Promise<void> {
    return this.jump(DAY);
  }

  /** To the time before the last jump. What has happened has happened. */
  async back(): Promise<void> {
    const last = this.jumps.pop();
    if (last !== undefined) await this.move(-last);
  }

  async real(): Promise<void> {
    const all = this.jumps.splice(0).reduce((sum, one) => sum + one, 0);
    if (all !== 0) await this.move(-all);
  }

  private get later(): Date {
    return new Date(this.now.getTime() + 30 * DAY * 1000);
  }

  private async jump(seconds: number): Promise<void> {
    this.jumps.push(seconds);
    await this.move(seconds);
  }

  private async move(seconds: number): Promise<void> {
    const [{ last }] = await this.database.query<[{ last: string }]>(
      'SELECT coalesce(max(id), 0) AS last FROM history_entry',
    );
    this.clock.advance(`${seconds < 0 ? '-' : ''}PT${Math.abs(seconds)}S`);
    // whoever is signed in stays so, however far they travel
    await this.database.query(
      `UPDATE session SET expires_at = greatest(expires_at, $1), grants =
         coalesce((SELECT jsonb_agg(one || jsonb_build_object('until', $2::text)) FROM jsonb_array_elements(grants) one), '[]')`,
      [this.later, this.later.toISOString()],
    );
    await this.sweep.run();
    await this.settled();
    this.happened = await this.database.query<Happened[]>(
      `SELECT at, kind, coalesce(nullif(data->>'name', ''), data->>'element', data->>'status', data->>'title', '') AS what
       FROM history_entry WHERE id > $1 AND kind NOT LIKE 'procedure.%' ORDER BY id DESC LIMIT ${MOST}`,
      [last],
    );
  }

  /** Until what was told meanwhile has been worked on. */
  private async settled(): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MILLISECONDS; waited += 50) {
      const [{ open }] = await this.database.query<[{ open: number }]>(
        'SELECT count(*)::int AS open FROM outbox_entry WHERE due_at IS NULL OR due_at <= $1',
        [this.now],
      );
      if (open === 0) return;
      await sleep(50);
    }
  }
}
