import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The file of a document may go before its dossier: what it was, its hash and its verification stay. */
export class DocumentFiles1700000000121 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE document ADD COLUMN file_erased_at timestamptz;
      CREATE INDEX document_file_kept ON document (issued_at, id) WHERE file_erased_at IS NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
