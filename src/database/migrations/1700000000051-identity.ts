import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose accounts an identity provider has vouched for, and the browsers that are on their way to it. */
export class Identity1700000000051 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE identity (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        account_id bigint NOT NULL UNIQUE REFERENCES account,
        issuer text NOT NULL,
        subject text NOT NULL,
        national_number text UNIQUE,
        given_name text NOT NULL,
        family_name text NOT NULL,
        birth_date date,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL,
        UNIQUE (issuer, subject)
      );
      CREATE TABLE identity_request (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        session_id bigint NOT NULL REFERENCES session ON DELETE CASCADE,
        state_hash bytea NOT NULL UNIQUE,
        nonce text NOT NULL,
        code_verifier text NOT NULL,
        assurance text NOT NULL CHECK (assurance IN ('verified', 'eid')),
        back text NOT NULL,
        answered_at timestamptz,
        person jsonb,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX identity_request_session ON identity_request (session_id);
      CREATE INDEX identity_request_expiry ON identity_request (expires_at);
      ALTER TABLE session ADD COLUMN assurance text CHECK (assurance IN ('account', 'verified', 'eid'));
      UPDATE session SET assurance = 'account' WHERE account_id IS NOT NULL;
      ALTER TABLE address_proof DROP CONSTRAINT address_proof_purpose_check;
      ALTER TABLE address_proof ADD CHECK (purpose IN ('registration', 'new-password', 'identity'));
      ALTER TABLE address_proof ADD COLUMN person jsonb;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
