import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys of the test authority. */
export class SigningKeys1700000000091 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE signing_key (
        id text PRIMARY KEY,
        certificate bytea NOT NULL,
        private_key bytea NOT NULL,
        created_at timestamptz NOT NULL
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
