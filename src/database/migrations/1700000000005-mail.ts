import type { MigrationInterface, QueryRunner } from 'typeorm';

/** E-mails: rows first, delivered after. */
export class Mail1700000000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE mail_message (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        idempotency_key text NOT NULL UNIQUE,
        dossier_id bigint,
        recipient text NOT NULL,
        subject text NOT NULL,
        text text NOT NULL,
        html text NOT NULL,
        confidential text,
        status text NOT NULL CHECK (status IN ('queued', 'sent', 'kept', 'failed')),
        error text,
        created_at timestamptz NOT NULL,
        sent_at timestamptz
      );
      CREATE INDEX mail_message_dossier ON mail_message (dossier_id) WHERE dossier_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
