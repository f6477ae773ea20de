import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An index for every filter of the API (`npm run bench:search` asks each one of a million rows), so that none reads a table from
 * end to end. Rows are written in the order of time and most columns have few values: such indices cost a row little.
 *
 * Values of variables are found by marks: hashes of the names, the values, and both together, of instances that have ended.
 * Running ones change at every step and are few: they are looked at one by one.
 */
export class SearchFilters1700000000195 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION variable_marks(variables jsonb) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
        SELECT coalesce(array_agg(mark), '{}') FROM jsonb_each(variables) AS v(name, value), LATERAL (VALUES
          (hashtextextended(v.name, 1)),
          (hashtextextended(v.value::text, 2)),
          (hashtextextended(v.name || '=' || v.value::text, 3))) AS marked(mark)
      $function$;
      ALTER TABLE process_instance ADD COLUMN result_marks bigint[]
        GENERATED ALWAYS AS (CASE WHEN ended_at IS NOT NULL THEN variable_marks(state->'result') END) STORED;
      CREATE INDEX process_instance_marks ON process_instance USING gin (result_marks) WHERE ended_at IS NOT NULL;
      DROP INDEX process_instance_ended;
      CREATE INDEX process_instance_ended ON process_instance (ended_at, id);

      CREATE INDEX user_task_element ON user_task (element, id);
      CREATE INDEX user_task_definition ON user_task (process_definition_id, id);
      -- most tasks have the usual priority, and no query that asks for it needs an index
      CREATE INDEX user_task_priority ON user_task (priority, id) WHERE priority <> 50;
      CREATE INDEX user_task_ended ON user_task (ended_at, id) WHERE ended_at IS NOT NULL;
      CREATE INDEX user_task_due_ever ON user_task (due_at, id) WHERE due_at IS NOT NULL;
      CREATE INDEX user_task_canceled ON user_task (id) WHERE state = 'canceled';
      CREATE INDEX user_task_follow_up ON user_task (follow_up_at) WHERE follow_up_at IS NOT NULL;
      CREATE INDEX user_task_assignee_ever ON user_task (assignee, id) WHERE assignee IS NOT NULL;
      CREATE INDEX user_task_groups_ended ON user_task USING gin (candidate_groups) WHERE state <> 'created';
      CREATE INDEX user_task_users ON user_task USING gin (candidate_users) WHERE candidate_users <> '{}';

      CREATE INDEX finished_job_element ON finished_job (element, id);
      CREATE INDEX finished_job_worker ON finished_job (worker, id);
      CREATE INDEX finished_job_created ON finished_job (created_at, id);
      CREATE INDEX finished_job_locked ON finished_job (locked_until, id);
      CREATE INDEX finished_job_ended ON finished_job (ended_at, id);
      CREATE INDEX finished_job_retries ON finished_job (retries, id);
      CREATE INDEX finished_job_state ON finished_job (state, id) WHERE state <> 'completed';
      CREATE INDEX finished_job_listener ON finished_job (listener, id) WHERE listener IS NOT NULL;
      CREATE INDEX finished_job_failure ON finished_job (id) WHERE failure IS NOT NULL;
      CREATE INDEX finished_job_error ON finished_job (error_code, id) WHERE error_code IS NOT NULL;
      CREATE INDEX finished_job_denied ON finished_job (denied, id) WHERE denied IS NOT NULL;

      CREATE INDEX incident_element ON incident (element, id);
      CREATE INDEX incident_code ON incident (code, id);
      CREATE INDEX incident_message ON incident USING hash (message);
      CREATE INDEX incident_created ON incident (created_at, id);
      CREATE INDEX incident_process ON incident (process_id, id);

      CREATE INDEX history_entry_begun ON history_entry (at, id) WHERE kind = 'element.activated';
      CREATE INDEX history_entry_over ON history_entry (at, id) WHERE kind IN ('element.completed', 'element.terminated');

      CREATE INDEX history_entry_act_kinds ON history_entry (kind, id) WHERE kind IN ('task.claimed', 'task.assigned',
        'task.unclaimed', 'task.updated', 'task.completed', 'incident.closed', 'process-instance.terminated',
        'process-instance.migrated');

      CREATE INDEX decision_instance_process ON decision_instance (process_definition_id, id);
      CREATE INDEX decision_instance_root ON decision_instance (root_definition_id, id);
      CREATE INDEX decision_instance_literal ON decision_instance (id) WHERE inputs = '[]' AND rules = '[]';
      CREATE INDEX decision_instance_failed ON decision_instance (id) WHERE failure IS NOT NULL;

      CREATE INDEX message_published ON message (published_at, id);
      CREATE INDEX message_correlation_process ON message_correlation (process_id);
      CREATE INDEX message_subscription_element ON message_subscription (element);
      CREATE INDEX message_subscription_created ON message_subscription (created_at, id);

      CREATE TABLE process_element (
        process_definition_id bigint NOT NULL REFERENCES definition (id) ON DELETE CASCADE,
        element text NOT NULL,
        type text NOT NULL,
        name text NOT NULL,
        -- an event that waits for a condition
        conditional boolean NOT NULL,
        PRIMARY KEY (process_definition_id, element)
      );
      CREATE INDEX process_element_element ON process_element (element);
      CREATE INDEX process_element_name ON process_element (name);
    `);
    await db.query(LIST_ELEMENTS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

const ENTITIES: readonly (readonly [string, string])[] = [
  ['&#10;', '\n'],
  ['&#xA;', '\n'],
  ['&#39;', "''"],
  ['&apos;', "''"],
  ['&#34;', '"'],
  ['&quot;', '"'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
];
const decoded = (sql: string): string =>
  ENTITIES.reduce((text, [entity, character]) => `replace(${text}, '${entity}', '${character}')`, sql);

/**
 * What deployments write from now on, of definitions that are there already, read from the files themselves: tags with their
 * attributes. That an event of a file with conditions may wait for one is enough to look.
 */
export const LIST_ELEMENTS = `
  INSERT INTO process_element (process_definition_id, element, type, name, conditional)
  SELECT DISTINCT ON (d.id, a.id) d.id, a.id, upper(left(tag[1], 1)) || substr(tag[1], 2), coalesce(
      ${decoded('a.name')}, a.id),
    tag[1] ~ 'Event$' AND d.content ~ 'conditionalEventDefinition'
  FROM definition d, regexp_matches(d.content, '<(?:[\\w.-]+:)?(\\w+)((?:\\s+[\\w:.-]+\\s*=\\s*(?:"[^"]*"|''[^'']*''))+)\\s*/?>', 'g') AS tag,
    LATERAL (SELECT substring(tag[2] FROM '\\sid\\s*=\\s*["'']([^"'']*)["'']') AS id,
      coalesce(substring(tag[2] FROM '\\sname\\s*=\\s*"([^"]*)"'), substring(tag[2] FROM '\\sname\\s*=\\s*''([^'']*)''')) AS name) AS a
  WHERE d.kind = 'process' AND a.id IS NOT NULL
    AND tag[1] ~ '(^process|ask|Event|Gateway|ubProcess|callActivity|transaction)$'
  ORDER BY d.id, a.id
  ON CONFLICT DO NOTHING`;
