import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What owners of accounts are told: in the portal, by e-mail at once or in a digest, by SMS; and how they want it. */
export class Notifications1700000000261 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE notification_choice (
        account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
        topic text NOT NULL CHECK (topic IN ('law', 'messages', 'payments', 'progress')),
        email text NOT NULL CHECK (email IN ('now', 'daily', 'weekly', 'never')),
        sms boolean NOT NULL,
        PRIMARY KEY (account_id, topic),
        CHECK (topic <> 'law' OR email = 'now')
      );
      CREATE TABLE phone_number (
        account_id bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
        phone text NOT NULL,
        code_hash bytea,
        code_expires_at timestamptz,
        verified_at timestamptz,
        CHECK ((code_hash IS NULL) = (code_expires_at IS NULL))
      );
      CREATE TABLE notification (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        key text NOT NULL UNIQUE,
        account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
        dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
        topic text NOT NULL,
        subject text NOT NULL,
        created_at timestamptz NOT NULL,
        read_at timestamptz,
        digest_due_at timestamptz,
        digested_at timestamptz
      );
      CREATE INDEX notification_account ON notification (account_id, id);
      CREATE INDEX notification_unread ON notification (account_id) WHERE read_at IS NULL;
      CREATE INDEX notification_dossier ON notification (dossier_id);
      CREATE INDEX notification_digest ON notification (digest_due_at)
        WHERE digest_due_at IS NOT NULL AND digested_at IS NULL;
      CREATE TABLE sms_message (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        key text NOT NULL UNIQUE,
        account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
        recipient text NOT NULL,
        text text NOT NULL,
        status text NOT NULL CHECK (status IN ('queued', 'sent', 'kept', 'failed')),
        error text,
        created_at timestamptz NOT NULL,
        sent_at timestamptz
      );
      CREATE INDEX sms_message_account ON sms_message (account_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
