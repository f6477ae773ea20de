import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACTS = `kind IN ('task.claimed', 'task.assigned', 'task.unclaimed', 'task.updated', 'task.completed', 'incident.closed',
  'process-instance.terminated', 'process-instance.migrated')`;

/**
 * Every entry of an instance names the process definition as well, so that what happened in a process is found without asking
 * each of its instances; and an element that began is named in a column of its own, from whose index alone PostgreSQL reads
 * in which instances. They are no part of the entry that links cover, but ways to find it: a migrated instance takes its
 * entries along. That is why only the entry itself is guarded against changes.
 */
export class HistoryProcess1700000000270 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE history_entry ADD COLUMN process_definition_id bigint, ADD COLUMN element text;
      DROP TRIGGER history_entry_only_grows ON history_entry;
      UPDATE history_entry h SET process_definition_id = p.process_definition_id,
          element = CASE WHEN h.kind = 'element.activated' THEN h.data->>'element' END
        FROM process_instance p WHERE p.id = h.process_instance_id;
      CREATE TRIGGER history_entry_only_grows
        BEFORE UPDATE OF id, dossier_id, process_instance_id, kind, actor, at, data, public ON history_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- the hot path knows it; whoever writes one entry need not
      CREATE FUNCTION name_process_of_entry() RETURNS trigger LANGUAGE plpgsql AS $function$
      BEGIN
        NEW.process_definition_id :=
          (SELECT process_definition_id FROM process_instance WHERE id = NEW.process_instance_id);
        IF NEW.kind = 'element.activated' THEN NEW.element := NEW.data->>'element'; END IF;
        RETURN NEW;
      END $function$;
      CREATE TRIGGER history_entry_process BEFORE INSERT ON history_entry FOR EACH ROW
        WHEN (NEW.process_definition_id IS NULL AND NEW.process_instance_id IS NOT NULL)
        EXECUTE FUNCTION name_process_of_entry();

      DROP INDEX history_entry_element;
      CREATE INDEX history_entry_element ON history_entry (element, process_instance_id) WHERE kind = 'element.activated';
      CREATE INDEX history_entry_begun_process ON history_entry (process_definition_id, id) WHERE kind = 'element.activated';
      CREATE INDEX history_entry_acts_process ON history_entry (process_definition_id, id) WHERE ${ACTS};
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
