/** Every table of ours as readable SQL, from the catalog (pg_dump is not among the embedded binaries). */
import type { TestDatabase } from './database.js';

const COLUMNS = `
  SELECT c.relname AS owner, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ORDER BY c.relname, a.attnum`;
// not null constraints are said with their columns
const CONSTRAINTS = `
  SELECT conrelid::regclass::text AS owner, pg_get_constraintdef(pg_constraint.oid) AS line FROM pg_constraint
  JOIN pg_class c ON c.oid = conrelid AND NOT c.relispartition
  WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c', 'x')
  ORDER BY 1, array_position('{p,u,c,f,x}', contype::text), 2`;
const INDICES = `
  SELECT t.relname AS owner, pg_get_indexdef(i.indexrelid) AS line
  FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
  WHERE t.relnamespace = 'public'::regnamespace AND NOT t.relispartition
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY 1, 2`;
const TRIGGERS = `
  SELECT tgrelid::regclass::text AS owner, pg_get_triggerdef(oid) AS line FROM pg_trigger
  WHERE NOT tgisinternal AND tgparentid = 0 ORDER BY 1, 2`;
/** By month; the months themselves depend on the day and are left out. */
const PARTITIONED = `
  SELECT relname AS owner, ' PARTITION BY ' || pg_get_partkeydef(oid) AS line FROM pg_class
  WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace`;
const DEFAULTS = `
  SELECT inhparent::regclass::text AS owner, 'CREATE TABLE ' || relname || ' PARTITION OF ' || inhparent::regclass || ' DEFAULT' AS line
  FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
  WHERE relkind = 'r' AND pg_get_expr(relpartbound, c.oid) = 'DEFAULT'`;
const FUNCTIONS = `
  SELECT '' AS owner, pg_get_functiondef(oid) AS line FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY proname`;
const SEQUENCES = `
  SELECT '' AS owner, 'CREATE SEQUENCE ' || relname AS line FROM pg_class
  WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'migration%' ORDER BY relname`;

interface Line {
  readonly owner: string;
  readonly line: string;
}

export async function dumpSchema(database: TestDatabase): Promise<string> {
  const read = async (query: string): Promise<Line[]> => (await database.query<Line>(query)).rows;
  const columns = await read(COLUMNS);
  const constraints = await read(CONSTRAINTS);
  const partitioned = await read(PARTITIONED);
  const after = [...(await read(DEFAULTS)), ...(await read(INDICES)), ...(await read(TRIGGERS))];
  const tables = [...new Set(columns.map(({ owner }) => owner))].filter((name) => name !== 'migration');
  const of = (lines: Line[], name: string): string[] =>
    lines.filter(({ owner }) => owner === name).map(({ line }) => line);
  const first = [...(await read(SEQUENCES)), ...(await read(FUNCTIONS))].map(({ line }) => `${line.trimEnd()};`);
  const blocks = tables.map((name) => {
    const inside = [...of(columns, name), ...of(constraints, name)].map((line) => `  ${line}`).join(',\n');
    const beside = of(after, name).map((line) => `${line.replaceAll('public.', '')};`);
    return [`CREATE TABLE ${name} (\n${inside}\n)${of(partitioned, name).join('')};`, ...beside].join('\n');
  });
  return `${[...first, ...blocks].join('\n\n')}\n`;
}
