import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the inbox filters by is in the indices by which it goes from a task to its dossier: no row is read that is not shown. */
export class InboxIndices1700000000221 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX process_instance_open;
      CREATE INDEX process_instance_open ON process_instance (id) INCLUDE (root_id) WHERE ended_at IS NULL;
      ALTER TABLE dossier DROP CONSTRAINT dossier_process_instance_key_key;
      ALTER TABLE dossier ADD CONSTRAINT dossier_process_instance_key_key
        UNIQUE (process_instance_key) INCLUDE (public_status, channel, procedure_key);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
