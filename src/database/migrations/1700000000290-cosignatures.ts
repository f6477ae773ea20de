import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second persons who are asked to confirm a request, and what they answered. */
export class Cosignatures1700000000290 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE cosignature (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        job_key bigint NOT NULL UNIQUE,
        dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
        name text NOT NULL,
        email text NOT NULL,
        lang text NOT NULL CHECK (lang IN ('fr', 'nl', 'de', 'en')),
        sees jsonb NOT NULL,
        asked_at timestamptz NOT NULL,
        answer text CHECK (answer IN ('confirme', 'refuse')),
        signed_name text,
        reason text,
        answered_at timestamptz,
        CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (signed_name IS NULL))
      );
      CREATE INDEX cosignature_dossier ON cosignature (dossier_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
