import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operations on many instances: what was asked for, and one row for each instance. */
export class Batches1700000000031 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE batch (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        type text NOT NULL,
        request jsonb NOT NULL,
        actor jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('active', 'suspended', 'canceled', 'completed')),
        created_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE TABLE batch_item (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        batch_id bigint NOT NULL REFERENCES batch,
        process_instance_id bigint NOT NULL REFERENCES process_instance ON DELETE CASCADE,
        state text NOT NULL CHECK (state IN ('active', 'completed', 'failed', 'canceled')),
        problem text,
        done_at timestamptz
      );
      CREATE INDEX batch_item_batch ON batch_item (batch_id, id);
      CREATE INDEX batch_item_open ON batch_item (batch_id, id) WHERE state = 'active';
      CREATE INDEX batch_item_process_instance ON batch_item (process_instance_id);
      CREATE INDEX batch_open ON batch (id) WHERE state = 'active';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
