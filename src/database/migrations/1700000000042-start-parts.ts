import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a start event that needs several things to occur: which of them the subscription is for. */
export class StartParts1700000000042 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE start_subscription ADD COLUMN part integer');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
