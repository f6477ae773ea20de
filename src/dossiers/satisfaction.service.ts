import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Dossier } from './dossier.entity.js';
import { Satisfaction } from './satisfaction.entity.js';

export const SCORES = [1, 2, 3, 4, 5] as const;

/** One question after the end: was it easy? */
@Injectable()
export class SatisfactionService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Whether there is something to ask: the dossier is closed and nobody has answered. */
  async isAsked({ id, closedAt, publicStatus }: Dossier): Promise<boolean> {
    if (!closedAt || publicStatus === 'retiree') return false;
    return !(await this.database.manager.existsBy(Satisfaction, { dossierId: id }));
  }

  /** The first answer counts. */
  async answer(dossier: Dossier, score: number, comment: string): Promise<void> {
    if (!dossier.closedAt) return;
    const row = { dossierId: dossier.id, score, comment, at: this.clock.now() };
    await this.database.createQueryBuilder().insert().into(Satisfaction).values(row).orIgnore().execute();
  }
}
