import { Injectable } from '@nestjs/common';
import { DataSource, In, Not } from 'typeorm';
import { isSeenBy, readerOf } from '../access/confidential-cases.js';
import type { CurrentAccount } from '../access/visitor.js';
import { Clock } from '../clock.js';
import type { Actor } from '../history/actor.js';
import { type Body, Sitting, type SittingState } from './sitting.entity.js';

export interface NewSitting {
  readonly body: Body;
  readonly department: string;
  readonly heldAt: Date;
  readonly place: string;
}

/** How many closed sittings a list goes back. */
const PAST = 30;

/** Sittings from the plan to the minutes. Each belongs to a department; who is none of its members does not see it. */
@Injectable()
export class SittingsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  plan(wanted: NewSitting, { name }: Actor): Promise<Sitting> {
    const { manager } = this.database;
    const fresh = { plannedBy: name ?? '', convenedBy: null, closedBy: null, convenedAt: null, closedAt: null };
    return manager.save(manager.create(Sitting, { ...wanted, ...fresh, state: 'prepared', present: '' }));
  }

  /** A sitting of one of their departments; none when a case on its agenda is too confidential for them. */
  async get(id: string, account: CurrentAccount): Promise<Sitting | null> {
    if (!/^\d{1,18}$/.test(id)) return null;
    const [hidden] = await this.database.query<unknown[]>(
      `SELECT FROM agenda_item item JOIN dossier ON dossier.id = item.dossier_id
       WHERE item.sitting_id = $1 AND NOT ${isSeenBy('$2', '$3')} LIMIT 1`,
      [id, ...readerOf(account)],
    );
    return hidden ? null : this.database.manager.findOneBy(Sitting, { id, department: In([...account.departments]) });
  }

  /** What comes, the next one first; then what is over, the last one first. */
  async list(departments: readonly string[]): Promise<{ coming: Sitting[]; over: Sitting[] }> {
    const department = In([...departments]);
    const { manager } = this.database;
    const [coming, over] = await Promise.all([
      manager.find(Sitting, { where: { department, state: Not('closed') }, order: { heldAt: 'ASC', id: 'ASC' } }),
      manager.find(Sitting, { where: { department, state: 'closed' }, order: { heldAt: 'DESC' }, take: PAST }),
    ]);
    return { coming, over };
  }

  /** Its agenda is fixed from now on. False when it was not being prepared any more. */
  convene(sitting: Sitting, { name }: Actor): Promise<boolean> {
    return this.change(sitting, 'prepared', {
      state: 'convened',
      convenedAt: this.clock.now(),
      convenedBy: name ?? '',
    });
  }

  /** Its decisions are all in their cases. False when it was closed already. */
  close(sitting: Sitting, { name }: Actor): Promise<boolean> {
    return this.change(sitting, 'convened', { state: 'closed', closedAt: this.clock.now(), closedBy: name ?? '' });
  }

  async present({ id }: Sitting, present: string): Promise<void> {
    await this.database.manager.update(Sitting, { id, state: Not('closed') }, { present });
  }

  private async change({ id }: Sitting, from: SittingState, to: Partial<Sitting>): Promise<boolean> {
    const { affected } = await this.database.manager.update(Sitting, { id, state: from }, to);
    return affected === 1;
  }
}
