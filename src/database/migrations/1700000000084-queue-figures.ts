import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the page about the queues shows: deliveries that fail and what an administrator wants done, figures per minute. */
export class QueueFigures1700000000084 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE outbox_entry
        ADD COLUMN failures int NOT NULL DEFAULT 0,
        ADD COLUMN failure text,
        ADD COLUMN failed_at timestamptz,
        ADD COLUMN wish text CHECK (wish IN ('retry', 'discard'));
      CREATE INDEX outbox_entry_failing ON outbox_entry (failed_at) WHERE failures > 0;

      CREATE TABLE queue_figure (
        queue text NOT NULL,
        minute timestamptz NOT NULL,
        completed int NOT NULL,
        failed int NOT NULL,
        PRIMARY KEY (queue, minute)
      );

      CREATE TABLE queue_state (
        queue text PRIMARY KEY,
        counts jsonb NOT NULL,
        at timestamptz NOT NULL
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
