import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What programs that use the API add: who works on a job and until when, tags, numbers of variables, other resources. */
export class Rest1700000000030 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE job ADD COLUMN worker text, ADD COLUMN locked_until timestamptz;
      CREATE INDEX job_type ON job (type, id) WHERE retries > 0;

      ALTER TABLE process_instance ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
      CREATE INDEX process_instance_tags ON process_instance USING gin (tags) WHERE tags <> '{}';

      ALTER TABLE definition DROP CONSTRAINT definition_kind_check,
        ADD CONSTRAINT definition_kind_check CHECK (kind IN ('process', 'decision', 'requirements', 'form', 'resource'));

      -- variables live in the state of their instance; one gets a number when somebody first sees it
      CREATE TABLE variable_key (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_instance_id bigint NOT NULL REFERENCES process_instance ON DELETE CASCADE,
        element_instance text NOT NULL,
        name text NOT NULL,
        UNIQUE (process_instance_id, element_instance, name)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
