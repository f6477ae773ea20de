import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Sweep } from '../outbox/sweep.js';
import { LegalClocksService, type Timed } from '../procedures/legal-clocks/legal-clocks.service.js';
import { isSoon, mostUrgent, urgency } from '../procedures/legal-clocks/urgency.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';

/** So many cases are read at once. */
const BATCH = 500;
/** What happened a moment ago may not have been committed when we last looked. */
const OVERLAP_MILLISECONDS = { list: 5_000, sweep: 5 * 60_000 };
const ALL_EVERY_MILLISECONDS = 5 * 60_000;

const DAY = `($1::timestamptz AT TIME ZONE 'Europe/Brussels')::date`;

/** `$1` since: cases to whose process, or to one that it has called, something has happened. */
const MOVED = `SELECT DISTINCT dossier.process_instance_key AS key
  FROM (SELECT process_instance_id AS id FROM history_entry WHERE kind = 'element.activated' AND at > $1
    UNION SELECT process_instance_id FROM history_entry WHERE kind IN ('element.completed', 'element.terminated') AND at > $1) moved
  JOIN process_instance instance ON instance.id = moved.id
  JOIN dossier ON dossier.process_instance_key = instance.root_id AND dossier.closed_at IS NULL`;

/** `$1` now: open cases that were never read, or not today, or on another version, or before a parameter was changed. */
const UNREAD = `SELECT dossier.process_instance_key AS key FROM dossier
  LEFT JOIN case_clock read ON read.process_instance_key = dossier.process_instance_key
  LEFT JOIN (SELECT procedure_key, max(at) AS at FROM parameter_value GROUP BY procedure_key) changed
    ON changed.procedure_key = dossier.procedure_key
  WHERE dossier.closed_at IS NULL AND dossier.process_instance_key IS NOT NULL
    AND (read.read_on IS DISTINCT FROM ${DAY} OR read.read_at < changed.at
      OR read.procedure_version_id IS DISTINCT FROM dossier.procedure_version_id)`;

/** `$1` now, `$2` what was read. An older reading never replaces a later one. */
const KEEP = `INSERT INTO case_clock AS known (process_instance_key, procedure_version_id, state, soon, urgency, read_on, read_at)
  SELECT x.key, x.version, x.state, x.soon, x.urgency, ${DAY}, $1
  FROM jsonb_to_recordset($2) AS x(key bigint, version bigint, state text, soon boolean, urgency int)
  ON CONFLICT (process_instance_key) DO UPDATE SET procedure_version_id = excluded.procedure_version_id,
    state = excluded.state, soon = excluded.soon, urgency = excluded.urgency, read_on = excluded.read_on, read_at = excluded.read_at
  WHERE excluded.read_at >= known.read_at`;

/**
 * Writes down how the most urgent legal clock of each open case stands, so that the database can sort and filter by it. The
 * history stays the truth: what a page shows of a clock is read there.
 */
@Injectable()
export class CaseClocks {
  /** Until when this program has followed what happens. */
  private followed?: Date;
  private allReadAt?: Date;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly procedures: ProcedureCatalogue,
    private readonly clocks: LegalClocksService,
    sweep: Sweep,
  ) {
    sweep.add(() => this.round());
  }

  /** Some procedure here has a legal clock. */
  get areKept(): boolean {
    return this.procedures.everKnown().some(({ facts }) => Object.keys(facts.clocks ?? {}).length > 0);
  }

  /** Before a list is sorted: reads the cases again to which something has just happened. */
  async catchUp(): Promise<void> {
    if (!this.areKept) return;
    const isRead = this.allReadAt && dayOf(this.allReadAt) === dayOf(this.clock.now());
    await (isRead ? this.follow(OVERLAP_MILLISECONDS.list) : this.readAll());
  }

  private async round(): Promise<void> {
    if (!this.areKept) return;
    const age = this.clock.now().getTime() - (this.allReadAt?.getTime() ?? -Infinity);
    const isRead = age >= 0 && age < ALL_EVERY_MILLISECONDS;
    await (isRead ? this.follow(OVERLAP_MILLISECONDS.sweep) : this.readAll());
  }

  private async follow(overlap: number): Promise<void> {
    const now = this.clock.now();
    const before = this.followed ?? (await this.lastReading()) ?? now;
    await this.read(await this.keys(MOVED, new Date(before.getTime() - overlap)));
    this.followed = now;
  }

  private async readAll(): Promise<void> {
    const now = this.clock.now();
    await this.follow(OVERLAP_MILLISECONDS.sweep);
    await this.read(await this.keys(UNREAD, now));
    await this.database.query(
      `DELETE FROM case_clock read USING dossier
       WHERE dossier.process_instance_key = read.process_instance_key AND dossier.closed_at IS NOT NULL`,
    );
    this.allReadAt = now;
  }

  /** By any program. */
  private async lastReading(): Promise<Date | null> {
    const [row] = await this.database.query<[{ at: Date | null }]>('SELECT max(read_at) AS at FROM case_clock');
    return row.at;
  }

  private async keys(query: string, at: Date): Promise<string[]> {
    const rows = await this.database.query<{ key: string }[]>(query, [at]);
    return rows.map(({ key }) => key);
  }

  private async read(keys: readonly string[]): Promise<void> {
    for (let begin = 0; begin < keys.length; begin += BATCH) await this.readBatch(keys.slice(begin, begin + BATCH));
  }

  private async readBatch(keys: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const dossiers = await this.database.query<(Timed & { processInstanceKey: string })[]>(
      `SELECT procedure_key AS "procedureKey", procedure_version_id AS "procedureVersionId", closed_at AS "closedAt",
         process_instance_key AS "processInstanceKey"
       FROM dossier WHERE process_instance_key = ANY($1::bigint[]) AND closed_at IS NULL`,
      [keys],
    );
    const readings = await this.clocks.ofAll(dossiers);
    const rows = dossiers.map(({ processInstanceKey: key, procedureVersionId: version }) => {
      const first = mostUrgent(readings.get(key) ?? []);
      const standing = first ? { state: first.state, soon: isSoon(first), urgency: urgency(first) } : { soon: false };
      return { key, version, ...standing };
    });
    await this.database.query(KEEP, [now, JSON.stringify(rows)]);
  }
}

const town = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' });

function dayOf(at: Date): string {
  return town.format(at);
}
