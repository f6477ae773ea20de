import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the API still finds when it is over: jobs that are done, decisions that were asked, files that programs exchange.
 * The rows of jobs and decisions are written once, in the order of time, and belong to the record of a case as its history
 * does. No foreign keys: they would lock the instance a second time, on the hot path.
 */
export class ApiRecords1700000000060 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE job ADD COLUMN listener text;

      CREATE TABLE finished_job (
        id bigint PRIMARY KEY,
        process_instance_id bigint NOT NULL,
        type text NOT NULL,
        element text NOT NULL,
        element_instance text NOT NULL,
        headers jsonb NOT NULL,
        listener text,
        worker text,
        retries int NOT NULL,
        attempts int NOT NULL,
        failure text,
        state text NOT NULL CHECK (state IN ('completed', 'error', 'canceled')),
        error_code text,
        denied boolean,
        denied_reason text,
        created_at timestamptz NOT NULL,
        locked_until timestamptz,
        ended_at timestamptz NOT NULL
      );
      CREATE INDEX finished_job_process_instance ON finished_job (process_instance_id);
      CREATE INDEX finished_job_type ON finished_job (type, id);
      CREATE INDEX finished_job_times ON finished_job USING brin (ended_at, created_at) WITH (pages_per_range = 32);

      CREATE TABLE decision_instance (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        evaluation_id bigint NOT NULL,
        key text NOT NULL UNIQUE,
        process_instance_id bigint,
        process_definition_id bigint,
        root_id bigint,
        element_instance text,
        definition_id bigint NOT NULL,
        root_definition_id bigint NOT NULL,
        failure text,
        value jsonb,
        inputs jsonb NOT NULL,
        rules jsonb NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX decision_instance_evaluation ON decision_instance (evaluation_id);
      CREATE INDEX decision_instance_process_instance ON decision_instance (process_instance_id) WHERE process_instance_id IS NOT NULL;
      CREATE INDEX decision_instance_definition ON decision_instance (definition_id, id);
      CREATE INDEX decision_instance_at ON decision_instance (at, id);

      CREATE TABLE exchanged_file (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        document_id text NOT NULL UNIQUE,
        file_name text NOT NULL,
        media_type text NOT NULL,
        size int NOT NULL,
        sha256 text NOT NULL,
        content bytea NOT NULL,
        process_id text,
        process_instance_id bigint,
        properties jsonb NOT NULL,
        actor jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz
      );
      CREATE INDEX exchanged_file_expiry ON exchanged_file (expires_at) WHERE expires_at IS NOT NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
