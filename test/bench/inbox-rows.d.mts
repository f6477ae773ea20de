interface Queryable {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}
export interface InboxRows {
  readonly tasks: number;
  readonly agent: string;
  readonly colleague: string;
  readonly department?: string;
  readonly now: string;
}
export function seedInbox(db: Queryable, rows: InboxRows): Promise<void>;
export function seedClocks(
  db: Queryable,
  clock: { readonly procedure: string; readonly start: string; readonly suspends: string },
): Promise<void>;
