import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * History lies in one partition per month (UTC), made ahead of time by `history-months.ts`; entries of a month that has none
 * fall into the default partition, from where `history_month` moves them. Every case has a sealed head (how long its chain
 * is), every round of linking is sealed over the one before, and what retention erased is written down.
 */
export class HistoryMonths1700000000070 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE history_entry RENAME TO history_entry_before;
      ALTER TABLE history_entry_before RENAME CONSTRAINT history_entry_pkey TO history_entry_before_pkey;
      ALTER INDEX history_entry_dossier RENAME TO history_entry_before_dossier;
      ALTER INDEX history_entry_process_instance RENAME TO history_entry_before_process_instance;

      CREATE TABLE history_entry (
        id bigint NOT NULL DEFAULT nextval('key_seq'),
        dossier_id bigint,
        process_instance_id bigint,
        kind text NOT NULL,
        actor jsonb NOT NULL,
        at timestamptz NOT NULL,
        data jsonb NOT NULL DEFAULT '{}',
        public boolean NOT NULL DEFAULT false,
        CHECK (dossier_id IS NOT NULL OR process_instance_id IS NOT NULL),
        -- a key of a partitioned table must hold what it is partitioned by; that a number comes once, the sequence sees to
        PRIMARY KEY (id, at)
      ) PARTITION BY RANGE (at);
      CREATE INDEX history_entry_dossier ON history_entry (dossier_id, id) WHERE dossier_id IS NOT NULL;
      CREATE INDEX history_entry_process_instance ON history_entry (process_instance_id, id)
        WHERE process_instance_id IS NOT NULL;
      CREATE TRIGGER history_entry_only_grows BEFORE UPDATE ON history_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE history_entry_default PARTITION OF history_entry DEFAULT;

      CREATE FUNCTION history_month(month date) RETURNS void LANGUAGE plpgsql AS $function$
      DECLARE
        name text := 'history_entry_' || to_char(month, 'YYYY_MM');
        since timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
        before timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
      BEGIN
        -- two programs at once; whoever writes or reads does not wait
        LOCK TABLE history_entry IN SHARE UPDATE EXCLUSIVE MODE;
        IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
        EXECUTE format('CREATE TABLE %I (LIKE history_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        LOCK TABLE history_entry_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('WITH moved AS (DELETE FROM history_entry_default WHERE at >= %L AND at < %L RETURNING *)
          INSERT INTO %I SELECT * FROM moved', since, before, name);
        EXECUTE format('ALTER TABLE history_entry ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, since, before);
      END $function$;

      SELECT history_month(month::date) FROM (
        SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') AS month FROM history_entry_before
        UNION SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead)
        FROM generate_series(0, 2) AS ahead
      ) AS months ORDER BY month;
      INSERT INTO history_entry (id, dossier_id, process_instance_id, kind, actor, at, data, public)
        SELECT id, dossier_id, process_instance_id, kind, actor, at, data, public FROM history_entry_before;
      DROP TABLE history_entry_before;

      ALTER TABLE history_link DISABLE TRIGGER history_link_only_grows;
      ALTER TABLE history_link ADD COLUMN entry_at timestamptz, ADD COLUMN round int NOT NULL DEFAULT 0;
      UPDATE history_link SET entry_at = at FROM history_entry WHERE history_entry.id = entry_id;
      ALTER TABLE history_link ENABLE TRIGGER history_link_only_grows;
      CREATE INDEX history_link_round ON history_link (round, entry_id);

      CREATE TABLE history_head (
        case_id bigint PRIMARY KEY,
        length int NOT NULL,
        hash bytea NOT NULL,
        seal bytea NOT NULL
      );
      CREATE TABLE history_round (
        number int PRIMARY KEY,
        links bigint NOT NULL,
        hash bytea NOT NULL,
        linked_at timestamptz NOT NULL,
        -- the newest entry of the round, and the transaction that must be over, with all before it, until no older one can come
        last_entry bigint NOT NULL,
        horizon xid8 NOT NULL,
        -- up to here no entry is without a link
        linked_up_to bigint NOT NULL
      );
      DROP INDEX history_link_linked;
      CREATE TRIGGER history_round_only_grows BEFORE UPDATE ON history_round
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE history_erasure (
        case_id bigint NOT NULL,
        -- the last position of the chain whose entry was erased
        through int NOT NULL,
        erased_at timestamptz NOT NULL,
        seal bytea NOT NULL,
        PRIMARY KEY (case_id, through)
      );
      CREATE TRIGGER history_erasure_only_grows BEFORE UPDATE ON history_erasure
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
