import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ProcessInstance } from '#engine';
import { CommitBell } from '../../workflow/commit-bell.js';

interface Awaited {
  readonly key: string;
  readonly resolve: (end: ProcessInstance | undefined) => void;
}

/** Waits for instances to end: all that are waited for are looked up at once, when something was committed. */
@Injectable()
export class InstanceEnds implements OnModuleDestroy {
  private readonly awaited = new Set<Awaited>();
  private looking = false;
  private again = false;
  private listening?: Promise<void>;

  constructor(
    private readonly database: DataSource,
    private readonly bell: CommitBell,
  ) {}

  /** The state in which it ended, or nothing when it had not ended in time. */
  async of(key: string, milliseconds: number): Promise<ProcessInstance | undefined> {
    this.listening ??= this.bell.listen(() => this.wake());
    await this.listening;
    return new Promise((resolve) => {
      const one: Awaited = {
        key,
        resolve: (end) => {
          clearTimeout(patience);
          this.awaited.delete(one);
          resolve(end);
        },
      };
      const patience = setTimeout(() => one.resolve(undefined), milliseconds);
      this.awaited.add(one);
      this.wake();
    });
  }

  onModuleDestroy(): void {
    for (const one of this.awaited) one.resolve(undefined);
  }

  private wake(): void {
    if (this.awaited.size === 0) return;
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    void this.look()
      .catch(() => undefined) // the next ring tries again
      .finally(() => {
        this.looking = false;
        if (!this.again) return;
        this.again = false;
        this.wake();
      });
  }

  private async look(): Promise<void> {
    const keys = [...this.awaited].map(({ key }) => key);
    const rows = await this.database.query<{ id: string; state: ProcessInstance }[]>(
      'SELECT id, state FROM process_instance WHERE id = ANY($1) AND ended_at IS NOT NULL',
      [keys],
    );
    const ended = new Map(rows.map(({ id, state }) => [id, state]));
    for (const one of [...this.awaited]) {
      const state = ended.get(one.key);
      if (state) one.resolve(state);
    }
  }
}
