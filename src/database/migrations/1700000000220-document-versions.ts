import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A document keeps the words it was made with, so that a corrected one can take its place; documents and their signatures no
 * longer need a job to ask for them, and what a sitting issues need not belong to a dossier.
 */
export class DocumentVersions1700000000220 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE document
        ALTER COLUMN job_key DROP NOT NULL,
        ALTER COLUMN dossier_id DROP NOT NULL,
        ADD COLUMN words jsonb,
        ADD COLUMN replaces bigint REFERENCES document,
        ADD COLUMN replacing_reason text,
        ADD COLUMN sitting_id bigint REFERENCES sitting,
        ADD COLUMN agenda_item_id bigint REFERENCES agenda_item ON DELETE SET NULL,
        ADD CHECK (dossier_id IS NOT NULL OR sitting_id IS NOT NULL),
        ADD CHECK ((replaces IS NULL) = (replacing_reason IS NULL));
      CREATE UNIQUE INDEX document_replacing ON document (replaces) WHERE status = 'pending';
      CREATE UNIQUE INDEX document_sitting ON document (sitting_id, template, agenda_item_id) NULLS NOT DISTINCT
        WHERE sitting_id IS NOT NULL AND status IN ('pending', 'valid');

      ALTER TABLE signature_request
        ALTER COLUMN job_key DROP NOT NULL,
        ALTER COLUMN dossier_id DROP NOT NULL,
        ALTER COLUMN process_instance_id DROP NOT NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
