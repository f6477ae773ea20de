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
