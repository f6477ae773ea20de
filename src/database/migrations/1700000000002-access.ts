import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Departments, accounts, sessions, and the counters of the rate limits. */
export class Access1700000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE department (
        key text PRIMARY KEY,
        names jsonb NOT NULL,
        email text
      );
      CREATE TABLE account (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        email text NOT NULL UNIQUE CHECK (email = lower(email)),
        name text NOT NULL,
        role text NOT NULL CHECK (role IN ('citizen', 'agent', 'analyst', 'administrator')),
        departments text[] NOT NULL DEFAULT '{}',
        password_hash text NOT NULL,
        lang text NOT NULL DEFAULT 'fr',
        synthetic boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX account_departments ON account USING gin (departments);
      CREATE TABLE session (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        token_hash bytea NOT NULL UNIQUE,
        account_id bigint REFERENCES account ON DELETE CASCADE,
        lang text,
        draft_ids bigint[] NOT NULL DEFAULT '{}',
        grants jsonb NOT NULL DEFAULT '[]',
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX session_expires ON session (expires_at);
      -- the shape that rate-limiter-flexible expects
      CREATE TABLE rate_limit (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
