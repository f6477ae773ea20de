import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an agent has written into the form of a task and not yet decided. */
export class TaskDrafts1700000000050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE task_draft (
        task_id bigint PRIMARY KEY REFERENCES user_task ON DELETE CASCADE,
        posted jsonb NOT NULL,
        saved_by text NOT NULL,
        saved_at timestamptz NOT NULL
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
