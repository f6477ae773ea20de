import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a dossier's process has called is looked for on every page about the dossier. */
export class CalledInstances1700000000075 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX process_instance_root ON process_instance (root_id)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
