import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the searches of the API look up among millions of rows (`npm run bench:search` says what each one costs). The hot path
 * pays for each: few, partial where few rows are looked for, and by blocks where rows lie in the order of time anyway.
 */
export class SearchIndices1700000000090 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX process_instance_active;
      CREATE INDEX process_instance_definition ON process_instance (process_definition_id, id);
      CREATE INDEX process_instance_open ON process_instance (id) WHERE ended_at IS NULL;
      CREATE INDEX process_instance_ended ON process_instance (ended_at, id) WHERE ended_at IS NOT NULL;

      CREATE INDEX history_entry_element ON history_entry ((data->>'element'), id) WHERE kind = 'element.activated';
      CREATE INDEX history_entry_times ON history_entry USING brin (at) WITH (pages_per_range = 32);
      CREATE INDEX history_entry_acts ON history_entry (at, id) WHERE kind IN ('task.claimed', 'task.assigned', 'task.unclaimed',
        'task.updated', 'task.completed', 'incident.closed', 'process-instance.terminated', 'process-instance.migrated');
      CREATE INDEX history_entry_actor ON history_entry ((actor->>'accountId'), id) WHERE kind IN ('task.claimed', 'task.assigned',
        'task.unclaimed', 'task.updated', 'task.completed', 'incident.closed', 'process-instance.terminated',
        'process-instance.migrated');

      CREATE INDEX message_correlation_process_instance ON message_correlation (process_instance_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
