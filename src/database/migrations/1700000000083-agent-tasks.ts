import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks whose model asks for assignment, reminders or escalation; what was done about them; heads of departments. */
export class AgentTasks1700000000083 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE task_watch (
        task_id bigint PRIMARY KEY REFERENCES user_task ON DELETE CASCADE,
        remind_after bigint[] NOT NULL,
        escalate_after bigint,
        earliest bigint,
        assigned_to text,
        assigned_at timestamptz
      );
      CREATE INDEX task_watch_assigned ON task_watch (assigned_to, assigned_at);

      CREATE TABLE task_reminder (
        task_id bigint NOT NULL REFERENCES user_task ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('reminder', 'escalation')),
        due_at timestamptz NOT NULL,
        after bigint NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (task_id, kind, due_at, after)
      );

      ALTER TABLE department ADD COLUMN head_id bigint REFERENCES account;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
