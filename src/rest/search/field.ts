/** What the values of a field look like, for the caller. */
export type FieldType = 'key' | 'element-instance-key' | 'text' | 'integer' | 'time' | 'flag' | 'choice' | 'texts';

/** Something that can be searched and sorted by. */
export interface Field {
  readonly type: FieldType;
  /** SQL expression of the stored value. */
  readonly sql: string;
  /** Of an element instance key: the expression of the number within the process instance (`sql` is the instance's). */
  readonly local?: string;
  /** Of a choice: the word of the API -> what is stored. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Of a choice that is told from other columns: the condition for each of what is stored. Indices serve these. */
  readonly conditions?: Readonly<Record<string, string>>;
  /** How it is compared with a list of values (`$n::type[]`) when `sql = ANY(list)` would not find its index. */
  readonly oneOf?: (list: string) => string;
  /** The same for a pattern of `$like`. */
  readonly like?: (pattern: string) => string;
  /** What is stored for a text that a caller gave, when that is not the text itself. */
  readonly stored?: (text: string) => string;
  /** Of a list that lies in other rows: that one of them fits. */
  readonly some?: (fits: (sql: string) => string) => string;
  /** What rows are sorted by when it is not `sql` itself. */
  readonly sortSql?: string;
  /** That every row has a value. */
  readonly isNeverNull?: boolean;
  /** Whether it can be sorted by; yes unless said otherwise. */
  readonly sortable?: boolean;
}

/** By their names in the API. The one place that says what a search knows: checks, SQL and documentation follow from it. */
export type Fields = Readonly<Record<string, Field>>;

export const key = (sql: string): Field => ({ type: 'key', sql });
export const text = (sql: string): Field => ({ type: 'text', sql });
export const integer = (sql: string): Field => ({ type: 'integer', sql });
export const time = (sql: string): Field => ({ type: 'time', sql });
export const flag = (sql: string): Field => ({ type: 'flag', sql });
export const choice = (
  sql: string,
  choices: Readonly<Record<string, string>>,
  conditions?: Readonly<Record<string, string>>,
): Field => ({ type: 'choice', sql, choices, ...(conditions && { conditions }) });
/** That the column is the value: told one by one, so that PostgreSQL sees which partial indices serve. */
export const sameConditions = (sql: string, choices: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.values(choices).map((value) => [value, `${sql} = '${value}'`]));
export const elementInstance = (sql: string, local: string): Field => ({
  type: 'element-instance-key',
  sql,
  local,
  sortable: false,
});
/** A list; a filter holds when some item fits it. */
export const texts = (sql: string): Field => ({ type: 'texts', sql, sortable: false });
/** Found by the definitions that have the id: they are few. */
export const processId = (sql: string, definitionKey: string): Field => {
  const those = (condition: string) =>
    `${definitionKey} = ANY(ARRAY(SELECT id FROM definition WHERE kind = 'process' AND ${condition}))`;
  return {
    ...text(sql),
    oneOf: (list) => those(`definition_id = ANY(${list})`),
    like: (pattern) => those(`definition_id LIKE ${pattern}`),
  };
};
/** Id, type or name of an element, found by the elements that have it: models tell them all. */
export const ofElement = (field: Field, element: string, column: 'element' | 'type' | 'name'): Field => {
  const those = (condition: string) =>
    `${element} = ANY(ARRAY(SELECT DISTINCT element FROM process_element WHERE ${column} ${condition}))`;
  return {
    ...field,
    oneOf: (list) => `${those(`= ANY(${list})`)} AND ${field.sql} = ANY(${list})`,
    like: (pattern) => `${those(`LIKE ${pattern}`)} AND ${field.sql} LIKE ${pattern}`,
  };
};
/** A person: an account to us, an e-mail address to programs. Whatever else is named stays as it is. */
export const person = (stored: string, email: string, known: string): Field => ({
  ...text(`coalesce(${email}, ${stored})`),
  oneOf: (list) => `${stored} = ANY(ARRAY(SELECT id::text FROM account WHERE email = ANY(${list})
    UNION ALL SELECT unnest(${list}))) AND coalesce(${email}, ${stored}) = ANY(${list})`,
  like: (pattern) => `${stored} = ANY(ARRAY(SELECT known.value FROM (${known}) AS known(value)
    LEFT JOIN account ON account.id::text = known.value WHERE coalesce(account.email, known.value) LIKE ${pattern}))`,
});
/** The few different values of a column among many rows: each one is the next that its index has. */
export const valuesOf = (table: string, column: string, where = 'true'): string => `WITH RECURSIVE value(value) AS (
    (SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL AND ${where} ORDER BY 1 LIMIT 1)
    UNION ALL SELECT (SELECT ${column} FROM ${table} WHERE ${column} > value.value AND ${where} ORDER BY 1 LIMIT 1)
    FROM value WHERE value.value IS NOT NULL) SELECT value FROM value WHERE value IS NOT NULL`;
/** Every row belongs to the one tenant. */
export const tenant: Field = { type: 'text', sql: `'<default>'::text`, sortable: false };

/** The word of the API for what is stored. */
export function wordOf(choices: Readonly<Record<string, string>>, stored: string): string {
  return Object.entries(choices).find(([, value]) => value === stored)?.[0] ?? stored.toUpperCase();
}
