import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An inbox asks for candidate groups or candidate users: with an index for the groups alone, it read every open task. Due
 * dates are looked after within what may be due, which the earliest reminder says. And what a sweep asks of the outbox has an
 * index: what was lost by when it should have been taken, wishes, what is a year old.
 */
export class InboxAndWatch1700000000123 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX user_task_groups;
      CREATE INDEX user_task_candidates ON user_task USING gin (candidate_groups, candidate_users) WHERE state = 'created';
      CREATE INDEX task_watch_earliest ON task_watch (earliest);

      DROP INDEX outbox_entry_sent;
      CREATE INDEX outbox_entry_sent ON outbox_entry (greatest(sent_at, due_at)) WHERE sent_at IS NOT NULL;
      CREATE INDEX outbox_entry_wish ON outbox_entry (id) WHERE wish IS NOT NULL;
      CREATE INDEX outbox_entry_age ON outbox_entry USING brin (created_at) WITH (pages_per_range = 32);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
