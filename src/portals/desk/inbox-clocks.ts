import { Injectable } from '@nestjs/common';
import type { CurrentAccount } from '../../access/visitor.js';
import type { ClockReading } from '../../procedures/legal-clocks/legal-clock.js';
import { LegalClocksService } from '../../procedures/legal-clocks/legal-clocks.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { byUrgency, isSoon, mostUrgent } from './clock-view.js';
import type { ClockFilter, InboxQuery } from './inbox-query.js';
import { type InboxPage, type InboxRow, InboxService, PAGE_SIZE } from './inbox.service.js';

/** More are not put in order by their clocks: the inbox of one agent is shorter. */
const MOST_ROWS = 10_000;

/** A page of the inbox, and the most urgent clock of each dossier on it, by the key of its process instance. */
export interface TimedPage extends InboxPage {
  readonly clocks: ReadonlyMap<string, ClockReading>;
}

const FILTERS: { readonly [Name in ClockFilter]: (clock: ClockReading) => boolean } = {
  depasse: ({ state }) => state === 'overdue',
  proche: isSoon,
  suspendu: ({ state }) => state === 'suspended',
};

/** The inbox with the legal clocks of its dossiers. They are read off the history, so the database cannot sort by them. */
@Injectable()
export class InboxClocks {
  constructor(
    private readonly inbox: InboxService,
    private readonly clocks: LegalClocksService,
    private readonly procedures: ProcedureCatalogue,
  ) {}

  /** Some procedure here has a legal clock. */
  get areKept(): boolean {
    return this.procedures.all().some(({ facts }) => Object.keys(facts.clocks ?? {}).length > 0);
  }

  async page(account: CurrentAccount, query: InboxQuery, size = PAGE_SIZE): Promise<TimedPage> {
    const { order, clock: filter, page } = query;
    if (order !== 'delai' && !filter) {
      const found = await this.inbox.page(account, query, size);
      return { ...found, clocks: await this.of(found.rows) };
    }
    const { rows } = await this.inbox.page(account, { ...query, page: 1 }, MOST_ROWS);
    const clocks = await this.of(rows);
    const clockOf = ({ rootInstanceKey }: InboxRow): ClockReading | undefined => clocks.get(rootInstanceKey);
    const kept = rows.filter((row) => {
      const clock = clockOf(row);
      return !filter || (clock !== undefined && FILTERS[filter](clock));
    });
    if (order === 'delai') kept.sort((one, other) => compare(clockOf(one), clockOf(other)));
    const begin = (page - 1) * size;
    const pages = Math.ceil(kept.length / size);
    return { rows: kept.slice(begin, begin + size), total: kept.length, pages, clocks };
  }

  private async of(rows: readonly InboxRow[]): Promise<ReadonlyMap<string, ClockReading>> {
    if (!this.areKept) return new Map();
    const dossiers = new Map(
      rows
        .filter(({ dossierId }) => dossierId !== null)
        .map(({ rootInstanceKey, procedureKey, procedureVersionId }) => [
          rootInstanceKey,
          { procedureKey, procedureVersionId, processInstanceKey: rootInstanceKey, closedAt: null },
        ]),
    );
    const readings = await this.clocks.ofAll([...dossiers.values()]);
    return new Map(
      [...readings].flatMap(([key, all]) => {
        const first = mostUrgent(all);
        return first ? [[key, first] as const] : [];
      }),
    );
  }
}

/** Dossiers without a clock come last. */
function compare(one: ClockReading | undefined, other: ClockReading | undefined): number {
  if (!one || !other) return Number(!one) - Number(!other);
  return byUrgency(one, other);
}
