import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents that owners of accounts keep here, to give them again; and for what they were given. */
export class Vault1700000000300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE vault_document (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
        kind text NOT NULL
          CHECK (kind IN ('identity', 'household', 'income', 'mandate', 'statutes', 'insurance', 'plan', 'photo', 'other')),
        file_name text NOT NULL,
        media_type text NOT NULL,
        size int NOT NULL CHECK (size > 0),
        sha256 text NOT NULL,
        content bytea NOT NULL,
        valid_until date,
        created_at timestamptz NOT NULL,
        reminded_at timestamptz,
        UNIQUE (account_id, sha256)
      );
      CREATE INDEX vault_document_ending ON vault_document (valid_until) WHERE reminded_at IS NULL;
      CREATE TABLE vault_use (
        attachment_id bigint PRIMARY KEY REFERENCES attachment ON DELETE CASCADE,
        vault_document_id bigint NOT NULL REFERENCES vault_document ON DELETE CASCADE,
        agreed_at timestamptz NOT NULL
      );
      CREATE INDEX vault_use_document ON vault_use (vault_document_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
