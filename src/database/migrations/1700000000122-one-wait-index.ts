import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where a task lies by its instance, and that a wait has one task, was said by two indices, in both of which each step
 * touched a page at random. A wait's number is never used again by its instance, so one index says both.
 */
export class OneWaitIndex1700000000122 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX user_task_wait;
      CREATE UNIQUE INDEX user_task_wait ON user_task (process_instance_id, wait);
      DROP INDEX user_task_process_instance;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
