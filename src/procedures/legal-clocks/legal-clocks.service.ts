import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock.js';
import { closingDaysIn } from '../parameter.js';
import { ParametersService } from '../parameters.service.js';
import { ProcedureCatalogue } from '../procedure-catalogue.js';
import type { ClockEvent, ClockReading } from './legal-clock.js';
import { clockElements, readClocks } from './read-clock.js';

/** What of a dossier its legal clocks depend on. */
export interface Timed {
  readonly procedureKey: string;
  readonly procedureVersionId: string | null;
  readonly processInstanceKey: string | null;
  readonly closedAt: Date | null;
}

/** How long the law still leaves the town, dossier by dossier, read off the history of the process and of what it called. */
@Injectable()
export class LegalClocksService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly procedures: ProcedureCatalogue,
    private readonly parameters: ParametersService,
  ) {}

  /** The clocks of one dossier that have begun. */
  async of(dossier: Timed): Promise<readonly ClockReading[]> {
    return (await this.ofAll([dossier])).get(dossier.processInstanceKey ?? '') ?? [];
  }

  /** The same for many, by the key of their process instance. */
  async ofAll(dossiers: readonly Timed[]): Promise<ReadonlyMap<string, readonly ClockReading[]>> {
    const found = dossiers.map(async (dossier) => ({ dossier, procedure: await this.procedures.of(dossier) }));
    const timed = (await Promise.all(found)).flatMap(({ dossier: { processInstanceKey: key, closedAt }, procedure }) =>
      key !== null && procedure?.facts.clocks ? [{ key, procedure, closedAt }] : [],
    );
    const procedures = [...new Set(timed.map(({ procedure }) => procedure))];
    const elements = procedures.flatMap((procedure) =>
      Object.entries(procedure.facts.clocks ?? {}).flatMap(([id, clock]) =>
        Object.values(clockElements(procedure, id, clock)).flatMap((ids: ReadonlySet<string>) => [...ids]),
      ),
    );
    const events = await this.events(
      timed.map(({ key }) => key),
      elements,
    );
    const now = this.clock.now().getTime();
    const closed = new Map<string, readonly string[]>();
    for (const procedure of procedures) closed.set(procedure.key, closingDaysIn(await this.parameters.of(procedure)));
    return new Map(
      timed.map(({ key, procedure, closedAt }) => [
        key,
        readClocks(procedure, events.get(key) ?? [], {
          now,
          closingDays: closed.get(procedure.key) ?? [],
          ...(closedAt && { endedAt: closedAt.getTime() }),
        }),
      ]),
    );
  }

  private async events(roots: readonly string[], elements: readonly string[]): Promise<Map<string, ClockEvent[]>> {
    const events = new Map<string, ClockEvent[]>();
    if (roots.length === 0) return events;
    const rows = await this.database.query<{ root: string; kind: string; at: Date; element: string }[]>(
      `SELECT instance.root_id AS root, entry.kind, entry.at, entry.data->>'element' AS element
       FROM process_instance instance JOIN history_entry entry ON entry.process_instance_id = instance.id
       WHERE instance.root_id = ANY($1::bigint[]) AND entry.data->>'element' = ANY($2)
         AND entry.kind IN ('element.activated', 'element.completed', 'element.terminated')
       ORDER BY entry.id`,
      [roots, [...new Set(elements)]],
    );
    for (const { root, kind, at, element } of rows) {
      const event = kind.slice('element.'.length) as ClockEvent['event'];
      events.set(root, [...(events.get(root) ?? []), { at: at.getTime(), element, event }]);
    }
    return events;
  }
}
