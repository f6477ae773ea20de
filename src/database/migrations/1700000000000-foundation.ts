import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one sequence every row takes its number from, the outbox, and the append-only history. */
export class Foundation1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SEQUENCE key_seq;

      CREATE TABLE outbox_entry (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        topic text NOT NULL,
        payload jsonb NOT NULL,
        due_at timestamptz,
        created_at timestamptz NOT NULL,
        sent_at timestamptz
      );
      CREATE INDEX outbox_entry_unsent ON outbox_entry (id) WHERE sent_at IS NULL;
      CREATE INDEX outbox_entry_sent ON outbox_entry (sent_at) WHERE sent_at IS NOT NULL;

      CREATE TABLE history_entry (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        dossier_id bigint,
        process_instance_id bigint,
        kind text NOT NULL,
        actor jsonb NOT NULL,
        at timestamptz NOT NULL,
        data jsonb NOT NULL DEFAULT '{}',
        public boolean NOT NULL DEFAULT false,
        CHECK (dossier_id IS NOT NULL OR process_instance_id IS NOT NULL)
      );
      CREATE INDEX history_entry_dossier ON history_entry (dossier_id, id) WHERE dossier_id IS NOT NULL;
      CREATE INDEX history_entry_process_instance ON history_entry (process_instance_id, id)
        WHERE process_instance_id IS NOT NULL;

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% only grows: rows are never changed', TG_TABLE_NAME; END $$;
      CREATE TRIGGER history_entry_only_grows BEFORE UPDATE ON history_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
