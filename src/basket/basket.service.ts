import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Visitor } from '../access/visitor.js';
import { Clock } from '../clock.js';
import { Draft } from '../dossiers/draft.entity.js';
import { DraftsService } from '../dossiers/drafts.service.js';
import { BasketEntry } from './basket-entry.entity.js';

/** Requests that somebody prepared, to send them together. Whoever may open a draft may put it here, also without an account. */
@Injectable()
export class BasketService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly drafts: DraftsService,
  ) {}

  async add(draftId: string): Promise<void> {
    await this.database.query(
      'INSERT INTO basket_entry (draft_id, added_at) VALUES ($1, $2) ON CONFLICT (draft_id) DO NOTHING',
      [draftId, this.clock.now()],
    );
  }

  /** The draft stays, and is found with the others that were begun. */
  async remove(draftId: string, visitor: Visitor): Promise<void> {
    const draft = await this.drafts.get(draftId, visitor);
    if (draft) await this.database.manager.delete(BasketEntry, { draftId: draft.id });
  }

  /** In the order they were added: those to be sent, and those that were sent today. */
  async of(visitor: Visitor): Promise<{ ready: Draft[]; sent: Draft[] }> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT draft.id FROM basket_entry JOIN draft ON draft.id = draft_id
       WHERE (draft.id = ANY($1::bigint[]) OR account_id = $2) AND expires_at > $3 ORDER BY added_at, draft.id`,
      [visitor.draftIds, visitor.account?.id ?? null, this.clock.now()],
    );
    const drafts = await this.database.manager.findBy(Draft, { id: In(rows.map(({ id }) => id)) });
    const inOrder = rows.flatMap(({ id }) => drafts.filter((draft) => draft.id === id));
    return {
      ready: inOrder.filter(({ submittedAt }) => !submittedAt),
      sent: inOrder.filter(({ submittedAt }) => submittedAt),
    };
  }
}
