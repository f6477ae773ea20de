import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links that were sent to an e-mail address, to make an account or to choose a new password. */
export class Accounts1700000000050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE address_proof (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        token_hash bytea NOT NULL UNIQUE,
        purpose text NOT NULL CHECK (purpose IN ('registration', 'new-password')),
        email text NOT NULL CHECK (email = lower(email)),
        name text,
        lang text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX address_proof_expiry ON address_proof (expires_at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
