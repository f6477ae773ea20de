import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The elements of global tasks that were deployed before `process_element` was there: the process that such a task becomes,
 * and the task in it, stand in no file.
 */
export class GlobalTaskElements1700000000271 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(LIST_GLOBAL_TASKS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

export const LIST_GLOBAL_TASKS = `
  INSERT INTO process_element (process_definition_id, element, type, name, conditional)
  SELECT d.id, one.element, one.type, coalesce(d.name, one.element), false
  FROM definition d,
    regexp_matches(d.content, '<(?:[\\w.-]+:)?global(\\w*Task)((?:\\s+[\\w:.-]+\\s*=\\s*(?:"[^"]*"|''[^'']*''))+)\\s*/?>', 'g') AS tag,
    LATERAL (VALUES (d.definition_id, 'Process'), (d.definition_id || '_task', tag[1])) AS one(element, type)
  WHERE d.kind = 'process'
    AND substring(tag[2] FROM '\\sid\\s*=\\s*["'']([^"'']*)["'']') = d.definition_id
  ON CONFLICT (process_definition_id, element) DO UPDATE SET type = excluded.type, name = excluded.name`;
