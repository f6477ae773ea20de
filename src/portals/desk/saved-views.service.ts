import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock.js';
import { inboxParameters, readInboxAddress } from './inbox-query.js';

/** Filters of the inbox under a name of the agent's. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** Parameters of the inbox's address. */
  readonly query: string;
}

const MOST_LETTERS = 60;

/** Views that agents keep: each sees their own. */
@Injectable()
export class SavedViewsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  of(accountId: string): Promise<SavedView[]> {
    return this.database.query<SavedView[]>(
      'SELECT id, name, query FROM saved_view WHERE account_id = $1 ORDER BY name',
      [accountId],
    );
  }

  /** A name that is taken gets the new filters. What the inbox does not understand is not kept. */
  async save(accountId: string, name: string, parameters: string): Promise<void> {
    const label = name.trim().slice(0, MOST_LETTERS);
    if (!label) return;
    const query = inboxParameters(readInboxAddress(Object.fromEntries(new URLSearchParams(parameters)), 'service'));
    await this.database.query(
      `INSERT INTO saved_view (account_id, name, query, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, name) DO UPDATE SET query = $3`,
      [accountId, label, query, this.clock.now()],
    );
  }

  async forget(accountId: string, id: string): Promise<void> {
    if (!/^\d{1,19}$/.test(id)) return;
    await this.database.query('DELETE FROM saved_view WHERE account_id = $1 AND id = $2', [accountId, id]);
  }
}
