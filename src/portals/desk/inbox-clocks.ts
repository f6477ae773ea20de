import { Injectable } from '@nestjs/common';
import type { CurrentAccount } from '../../access/visitor.js';
import { CaseClocks } from '../../dossiers/case-clocks.service.js';
import type { ClockReading } from '../../procedures/legal-clocks/legal-clock.js';
import { LegalClocksService } from '../../procedures/legal-clocks/legal-clocks.service.js';
import { mostUrgent } from '../../procedures/legal-clocks/urgency.js';
import type { InboxQuery } from './inbox-query.js';
import { type InboxCounts, type InboxPage, type InboxRow, InboxService } from './inbox.service.js';

/** A page of the inbox, and the most urgent clock of each dossier on it, by the key of its process instance. */
export interface TimedPage extends InboxPage {
  readonly clocks: ReadonlyMap<string, ClockReading>;
}

/** The inbox with the legal clocks of its dossiers: sorted by what was written down of them, shown as the history says. */
@Injectable()
export class InboxClocks {
  constructor(
    private readonly inbox: InboxService,
    private readonly clocks: LegalClocksService,
    private readonly written: CaseClocks,
  ) {}

  /** Some procedure here has a legal clock. */
  get areKept(): boolean {
    return this.written.areKept;
  }

  async page(
    account: CurrentAccount,
    query: InboxQuery,
    how: { readonly size?: number; readonly counts?: Promise<InboxCounts> } = {},
  ): Promise<TimedPage> {
    if (query.order === 'delai' || query.clock) await this.written.catchUp();
    const found = await this.inbox.page(account, query, how);
    return { ...found, clocks: await this.of(found.rows) };
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
