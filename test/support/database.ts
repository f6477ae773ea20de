/**
 * A fresh, migrated database for a test file that needs no running program:
 *
 *     const database = await freshDatabase();
 *     const { rows } = await database.query('SELECT ...');      // or database.url for a DataSource of your own
 *     afterAll(() => database.drop());
 *
 * It is a copy of the template that `global-setup.mjs` migrated (20-40 ms). A spec that uses it must be named `*.e2e-spec.ts`.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  query<Row extends pg.QueryResultRow>(statement: string, values?: unknown[]): Promise<pg.QueryResult<Row>>;
  /** Closes the connection and throws the database away. Fails when somebody forgot to close theirs. */
  drop(): Promise<void>;
}

export async function freshDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE beffroi_template`);
  const url = serverUrl().replace('/postgres?', `/${name}?`);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  return {
    url,
    query: (statement, values) => pool.query(statement, values),
    drop: async () => {
      await pool.end();
      await onServer(`DROP DATABASE ${name}`);
    },
  };
}

function serverUrl(): string {
  const url = process.env['BEFFROI_TEST_DATABASE'];
  if (!url) throw new Error('Only *.e2e-spec.ts files have a PostgreSQL (see test/support/global-setup.mjs).');
  return url;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
