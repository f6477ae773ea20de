import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents the town issued, and whether they still stand. */
export class Documents1700000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE document (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
        job_key bigint NOT NULL UNIQUE,
        number text NOT NULL UNIQUE,
        template text NOT NULL,
        title text NOT NULL,
        lang text NOT NULL,
        status text NOT NULL CHECK (status IN ('valid', 'replaced', 'revoked')),
        verification_code text NOT NULL UNIQUE,
        sha256 text NOT NULL,
        size int NOT NULL,
        content bytea NOT NULL,
        subject_initials text NOT NULL,
        subject_birth_year text,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz,
        replaced_by bigint REFERENCES document,
        ended_at timestamptz,
        revocation_reason text,
        verifications int NOT NULL DEFAULT 0,
        CHECK ((status = 'replaced') = (replaced_by IS NOT NULL)),
        CHECK ((status = 'valid') = (ended_at IS NULL))
      );
      CREATE INDEX document_dossier ON document (dossier_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
