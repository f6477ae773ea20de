import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * While a month is made nobody writes history: an entry on its way to the default partition, whose month has just been made,
 * is refused by PostgreSQL, whereas one that waits before it sets out finds the month. And months that retention has emptied
 * go.
 */
export class MonthsOnTime1700000000120 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION history_month(month date) RETURNS void LANGUAGE plpgsql AS $function$
      DECLARE
        name text := 'history_entry_' || to_char(month, 'YYYY_MM');
        since timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
        before timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
      BEGIN
        IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
        -- who writes waits, here and not at a partition; who reads does not
        LOCK TABLE history_entry IN EXCLUSIVE MODE;
        IF to_regclass(name) IS NOT NULL THEN RETURN; END IF; -- by another program
        EXECUTE format('CREATE TABLE %I (LIKE history_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        LOCK TABLE history_entry_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('WITH moved AS (DELETE FROM history_entry_default WHERE at >= %L AND at < %L RETURNING *)
          INSERT INTO %I SELECT * FROM moved', since, before, name);
        EXECUTE format('ALTER TABLE history_entry ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, since, before);
      END $function$;

      -- months before that one which hold nothing; answers which went
      CREATE FUNCTION drop_empty_history_months(border date) RETURNS SETOF text LANGUAGE plpgsql AS $function$
      DECLARE
        name text;
        used boolean;
      BEGIN
        IF NOT pg_try_advisory_xact_lock(hashtextextended('drop_empty_history_months', 0)) THEN RETURN; END IF;
        FOR name IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
          WHERE i.inhparent = 'history_entry'::regclass AND c.relname ~ '^history_entry_\\d{4}_\\d\\d$'
            AND to_date(right(c.relname, 7), 'YYYY_MM') < border ORDER BY 1
        LOOP
          EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO used;
          CONTINUE WHEN used;
          LOCK TABLE history_entry IN ACCESS EXCLUSIVE MODE;
          EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO used; -- somebody was just writing
          CONTINUE WHEN used;
          EXECUTE format('DROP TABLE %I', name);
          RETURN NEXT replace(name, 'history_entry_', '');
        END LOOP;
      END $function$;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
