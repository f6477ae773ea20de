import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drafts, dossiers with their gapless numbers, and attachments. */
export class Dossiers1700000000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE dossier_counter (
        prefix text NOT NULL,
        year int NOT NULL,
        last int NOT NULL,
        PRIMARY KEY (prefix, year)
      );
      CREATE TABLE dossier (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        reference text NOT NULL UNIQUE,
        procedure_key text NOT NULL,
        form_id text NOT NULL,
        department text NOT NULL,
        process_instance_key bigint UNIQUE,
        account_id bigint REFERENCES account,
        applicant_name text NOT NULL,
        applicant_email text,
        applicant_birth_date text,
        lang text NOT NULL,
        channel text NOT NULL,
        answers jsonb NOT NULL,
        tracking_code_hash bytea NOT NULL UNIQUE,
        public_status text NOT NULL,
        public_status_sequence bigint NOT NULL DEFAULT 0,
        public_status_at timestamptz NOT NULL,
        submitted_at timestamptz NOT NULL,
        closed_at timestamptz
      );
      CREATE INDEX dossier_account ON dossier (account_id) WHERE account_id IS NOT NULL;
      CREATE INDEX dossier_department ON dossier (department, id);
      CREATE TABLE draft (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        procedure_key text NOT NULL,
        form_id text NOT NULL,
        account_id bigint REFERENCES account ON DELETE CASCADE,
        lang text NOT NULL,
        answers jsonb NOT NULL DEFAULT '{}',
        pages_done text[] NOT NULL DEFAULT '{}',
        resume_code_hash bytea UNIQUE,
        dossier_id bigint REFERENCES dossier ON DELETE CASCADE,
        element text,
        element_instance text,
        submitted_at timestamptz,
        sealed_tracking_code bytea,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        UNIQUE (dossier_id, element, element_instance)
      );
      CREATE INDEX draft_account ON draft (account_id) WHERE account_id IS NOT NULL;
      CREATE INDEX draft_expires ON draft (expires_at);
      CREATE TABLE attachment (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        draft_id bigint REFERENCES draft ON DELETE CASCADE,
        dossier_id bigint REFERENCES dossier ON DELETE CASCADE,
        field_key text NOT NULL,
        file_name text NOT NULL,
        media_type text NOT NULL,
        size int NOT NULL,
        sha256 text NOT NULL,
        content bytea NOT NULL,
        created_at timestamptz NOT NULL,
        -- sent files no longer hang on the draft, which is purged
        CHECK (num_nonnulls(draft_id, dossier_id) = 1)
      );
      CREATE INDEX attachment_draft ON attachment (draft_id) WHERE draft_id IS NOT NULL;
      CREATE INDEX attachment_dossier ON attachment (dossier_id) WHERE dossier_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
