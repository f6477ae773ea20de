import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is asked for an opinion about a dossier, what they said and when, and the links by which bodies outside the town answer. */
export class Opinions1700000000200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE opinion_request (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        job_key bigint NOT NULL UNIQUE,
        dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
        process_instance_id bigint NOT NULL,
        task text NOT NULL,
        adviser text NOT NULL,
        name text NOT NULL,
        email text,
        lang text NOT NULL CHECK (lang IN ('fr', 'nl', 'de', 'en')),
        outside boolean NOT NULL,
        question text NOT NULL,
        template text NOT NULL,
        asked_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        open_until timestamptz NOT NULL,
        silence text,
        silent_at timestamptz,
        draft jsonb NOT NULL DEFAULT '{}',
        answers jsonb,
        verdict text,
        answered_at timestamptz,
        answered_by text,
        late boolean NOT NULL DEFAULT false,
        CHECK ((silence IS NULL) = (silent_at IS NULL)),
        CHECK ((verdict IS NULL) = (answered_at IS NULL) AND (verdict IS NULL) = (answers IS NULL)),
        CHECK (NOT late OR verdict IS NOT NULL)
      );
      CREATE INDEX opinion_request_dossier ON opinion_request (dossier_id);

      CREATE TABLE opinion_link (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        request_id bigint NOT NULL REFERENCES opinion_request ON DELETE CASCADE,
        token_hash bytea UNIQUE,
        kind text NOT NULL CHECK (kind IN ('asked', 'reminder', 'resent')),
        cause text NOT NULL UNIQUE,
        recipient text NOT NULL,
        sent_at timestamptz NOT NULL,
        sent_by text,
        reason text,
        revoked_at timestamptz,
        revoked_by text,
        revoked_because text,
        CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
      );
      CREATE INDEX opinion_link_request ON opinion_link (request_id);

      CREATE TABLE opinion_file (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        request_id bigint NOT NULL REFERENCES opinion_request ON DELETE CASCADE,
        field_key text NOT NULL,
        file_name text NOT NULL,
        media_type text NOT NULL,
        size integer NOT NULL,
        sha256 text NOT NULL,
        content bytea NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX opinion_file_request ON opinion_file (request_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
