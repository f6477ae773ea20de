import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Workers outside of this program get the most urgent jobs first; the index of a type gives them in that order. */
export class JobPriority1700000000041 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE job ADD COLUMN priority double precision NOT NULL DEFAULT 0;
      DROP INDEX job_type;
      CREATE INDEX job_type ON job (type, priority DESC, id) WHERE retries > 0;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
