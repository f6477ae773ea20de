import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the engine's host keeps: definitions, instances, and one row per open wait. */
export class Workflow1700000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE definition (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        kind text NOT NULL CHECK (kind IN ('process', 'decision', 'form')),
        definition_id text NOT NULL,
        version int NOT NULL,
        version_tag text,
        name text,
        resource_name text NOT NULL,
        content text NOT NULL,
        checksum text NOT NULL,
        procedure_key text,
        deployed_at timestamptz NOT NULL,
        UNIQUE (kind, definition_id, version)
      );
      CREATE TABLE deployment (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        procedure_key text,
        deployed_at timestamptz NOT NULL
      );
      CREATE TABLE deployment_definition (
        deployment_id bigint NOT NULL REFERENCES deployment,
        definition_id bigint NOT NULL REFERENCES definition,
        PRIMARY KEY (definition_id, deployment_id)
      );
      CREATE INDEX deployment_definition_deployment ON deployment_definition (deployment_id);

      CREATE TABLE process_instance (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_definition_id bigint NOT NULL REFERENCES definition,
        process_id text NOT NULL,
        root_id bigint NOT NULL REFERENCES process_instance,
        parent_id bigint REFERENCES process_instance,
        parent_wait text,
        business_id text,
        start_correlation_key text,
        status text NOT NULL CHECK (status IN ('active', 'suspended', 'completed', 'terminated')),
        state jsonb NOT NULL,
        steps int NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX process_instance_process ON process_instance (process_id, started_at);
      CREATE INDEX process_instance_business ON process_instance (business_id) WHERE business_id IS NOT NULL;
      CREATE INDEX process_instance_parent ON process_instance (parent_id) WHERE parent_id IS NOT NULL;
      CREATE INDEX process_instance_active ON process_instance (process_definition_id) WHERE status = 'active';
      -- an instance that a message started keeps its correlation key to itself until it ends
      CREATE UNIQUE INDEX process_instance_start_key ON process_instance (process_id, start_correlation_key)
        WHERE status IN ('active', 'suspended') AND start_correlation_key IS NOT NULL;

      CREATE TABLE user_task (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_instance_id bigint NOT NULL REFERENCES process_instance,
        process_definition_id bigint NOT NULL,
        process_id text NOT NULL,
        wait text NOT NULL,
        element text NOT NULL,
        element_instance text NOT NULL,
        name text NOT NULL,
        state text NOT NULL CHECK (state IN ('created', 'completed', 'canceled')),
        assignee text,
        candidate_groups text[] NOT NULL,
        candidate_users text[] NOT NULL,
        due_at timestamptz,
        follow_up_at timestamptz,
        priority int NOT NULL,
        form jsonb,
        headers jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        ended_by text
      );
      CREATE UNIQUE INDEX user_task_wait ON user_task (process_instance_id, wait) WHERE state = 'created';
      CREATE INDEX user_task_process_instance ON user_task (process_instance_id);
      CREATE INDEX user_task_groups ON user_task USING gin (candidate_groups) WHERE state = 'created';
      CREATE INDEX user_task_assignee ON user_task (assignee) WHERE state = 'created';
      CREATE INDEX user_task_due ON user_task (due_at) WHERE state = 'created';

      CREATE TABLE job (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_instance_id bigint NOT NULL REFERENCES process_instance,
        wait text NOT NULL,
        type text NOT NULL,
        element text NOT NULL,
        element_instance text NOT NULL,
        headers jsonb NOT NULL,
        retries int NOT NULL,
        attempts int NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL,
        failure text,
        created_at timestamptz NOT NULL,
        UNIQUE (process_instance_id, wait)
      );
      CREATE INDEX job_due ON job (due_at) WHERE retries > 0;

      CREATE TABLE timer (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_instance_id bigint REFERENCES process_instance,
        wait text,
        process_definition_id bigint REFERENCES definition,
        element text NOT NULL,
        element_instance text,
        schedule jsonb,
        due_at timestamptz NOT NULL,
        alarmed boolean NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (process_instance_id, wait),
        CHECK ((process_instance_id IS NULL) <> (process_definition_id IS NULL))
      );
      CREATE INDEX timer_due ON timer (due_at);
      CREATE INDEX timer_start ON timer (process_definition_id) WHERE process_definition_id IS NOT NULL;

      CREATE TABLE message (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        name text NOT NULL,
        correlation_key text NOT NULL,
        variables jsonb NOT NULL,
        message_id text,
        published_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        UNIQUE (name, correlation_key, message_id)
      );
      CREATE INDEX message_buffer ON message (name, correlation_key, id);
      CREATE INDEX message_expiry ON message (expires_at);
      CREATE TABLE message_correlation (
        message_id bigint NOT NULL REFERENCES message ON DELETE CASCADE,
        process_id text NOT NULL,
        process_instance_id bigint NOT NULL,
        PRIMARY KEY (message_id, process_id)
      );

      CREATE TABLE message_subscription (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_instance_id bigint NOT NULL REFERENCES process_instance,
        process_id text NOT NULL,
        wait text NOT NULL,
        element text NOT NULL,
        element_instance text NOT NULL,
        message text NOT NULL,
        correlation_key text NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (process_instance_id, wait)
      );
      CREATE INDEX message_subscription_message ON message_subscription (message, correlation_key);

      CREATE TABLE signal_subscription (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_instance_id bigint NOT NULL REFERENCES process_instance,
        wait text NOT NULL,
        element text NOT NULL,
        element_instance text NOT NULL,
        signal text NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (process_instance_id, wait)
      );
      CREATE INDEX signal_subscription_signal ON signal_subscription (signal);

      -- of the latest version of each process only
      CREATE TABLE start_subscription (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_definition_id bigint NOT NULL REFERENCES definition,
        process_id text NOT NULL,
        element text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('message', 'signal')),
        name text NOT NULL,
        UNIQUE (kind, name, process_id, element)
      );
      CREATE INDEX start_subscription_process ON start_subscription (process_id);

      CREATE TABLE incident (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        process_instance_id bigint NOT NULL REFERENCES process_instance,
        process_id text NOT NULL,
        incident text NOT NULL,
        element text NOT NULL,
        element_instance text NOT NULL,
        wait text,
        code text NOT NULL,
        message text NOT NULL,
        created_at timestamptz NOT NULL,
        resolved_at timestamptz,
        UNIQUE (process_instance_id, incident)
      );
      CREATE INDEX incident_open ON incident (created_at) WHERE resolved_at IS NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
