import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What applicant and town say about a dossier, what agents note among themselves, and how satisfied applicants are. */
export class Conversation1700000000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE conversation_entry (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
        side text NOT NULL CHECK (side IN ('applicant', 'town', 'note')),
        author_id bigint REFERENCES account,
        author_name text NOT NULL,
        department text,
        text text NOT NULL,
        at timestamptz NOT NULL,
        read_at timestamptz
      );
      CREATE INDEX conversation_entry_dossier ON conversation_entry (dossier_id, id);
      CREATE INDEX conversation_entry_unread ON conversation_entry (dossier_id) WHERE read_at IS NULL AND side = 'applicant';
      CREATE TABLE satisfaction (
        dossier_id bigint PRIMARY KEY REFERENCES dossier ON DELETE CASCADE,
        score int NOT NULL CHECK (score BETWEEN 1 AND 5),
        comment text NOT NULL,
        at timestamptz NOT NULL
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
