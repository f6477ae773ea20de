export function seed(db: { query(sql: string): Promise<unknown> }, instances: number): Promise<void>;
