import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who stands in for whom and when; tasks that were delegated; notes about a task. */
export class Absences1700000000061 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE absence (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        account_id bigint NOT NULL REFERENCES account,
        deputy_id bigint NOT NULL REFERENCES account,
        first_day date NOT NULL,
        last_day date NOT NULL,
        named_by bigint NOT NULL REFERENCES account,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        CHECK (deputy_id <> account_id),
        CHECK (last_day >= first_day)
      );
      CREATE INDEX absence_account ON absence (account_id, last_day);
      CREATE INDEX absence_deputy ON absence (deputy_id, last_day) WHERE ended_at IS NULL;

      ALTER TABLE user_task ADD COLUMN owner text, ADD COLUMN delegate text;
      CREATE INDEX user_task_owner ON user_task (owner) WHERE state = 'created' AND owner IS NOT NULL;

      ALTER TABLE conversation_entry ADD COLUMN task_id bigint REFERENCES user_task ON DELETE SET NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
