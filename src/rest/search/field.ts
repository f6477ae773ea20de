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
  /** Of a list that lies in other rows: that one of them fits. */
  readonly some?: (fits: (sql: string) => string) => string;
  /** What rows are sorted by when it is not `sql` itself. */
  readonly sortSql?: string;
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
export const elementInstance = (sql: string, local: string): Field => ({
  type: 'element-instance-key',
  sql,
  local,
  sortable: false,
});
/** A list; a filter holds when some item fits it. */
export const texts = (sql: string): Field => ({ type: 'texts', sql, sortable: false });
/** Every row belongs to the one tenant. */
export const tenant: Field = { type: 'text', sql: `'<default>'::text`, sortable: false };

/** The word of the API for what is stored. */
export function wordOf(choices: Readonly<Record<string, string>>, stored: string): string {
  return Object.entries(choices).find(([, value]) => value === stored)?.[0] ?? stored.toUpperCase();
}
