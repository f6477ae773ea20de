import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Posted } from '../forms/form.js';
import type { OpinionRequest } from './opinion-request.entity.js';

/** More than any form has room for. */
const MOST_CHARACTERS = 64_000;

/** Opinions that are being written. */
@Injectable()
export class OpinionDrafts {
  constructor(private readonly database: DataSource) {}

  /** The inputs of the form as they were typed, in order or not; nothing of the frame around them. */
  async keep({ id }: OpinionRequest, posted: Posted): Promise<void> {
    const inputs = Object.entries(posted).filter(([name, value]) => !name.startsWith('_') && value !== undefined);
    const draft = JSON.stringify(Object.fromEntries(inputs));
    if (draft.length > MOST_CHARACTERS) return;
    await this.database.query('UPDATE opinion_request SET draft = $2 WHERE id = $1 AND verdict IS NULL', [id, draft]);
  }
}
