import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How confidential a case is, who is named as its reader, and up to which level people are cleared. */
export class Confidentiality1700000000280 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE dossier
        ADD COLUMN confidentiality text NOT NULL DEFAULT 'normal' CHECK (confidentiality IN ('normal', 'restricted', 'secret')),
        ADD COLUMN readers bigint[] NOT NULL DEFAULT '{}';
      CREATE INDEX dossier_confidential ON dossier (process_instance_key) WHERE confidentiality <> 'normal';
      ALTER TABLE account
        ADD COLUMN clearance text NOT NULL DEFAULT 'normal' CHECK (clearance IN ('normal', 'restricted', 'secret'));
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
