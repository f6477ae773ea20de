import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every step updates the row of its instance, and none of its indices changes: with room left on the page, the new version of
 * the row lies beside the old one and no index is touched. Rows that only pass through are cleared away while they are few.
 */
export class RoomForUpdates1700000000080 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE process_instance SET (fillfactor = 80);
      ALTER TABLE outbox_entry SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
      ALTER TABLE job SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
      ALTER TABLE timer SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
