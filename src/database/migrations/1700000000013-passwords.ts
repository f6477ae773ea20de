import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passwords that were given by somebody else, until their owner changes them. */
export class Passwords1700000000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE account ADD COLUMN first_password boolean NOT NULL DEFAULT false`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
