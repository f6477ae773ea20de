import type { EntityTarget } from 'typeorm';
import type { PoolClient } from 'pg';
import type { Transaction } from '../database/transaction.js';
import { INSTANCE_COLUMNS, type Locked, type Subject } from './locked.js';
import { ProcessInstanceRow } from './process-instance.entity.js';

/** Sets the columns of a row that waits apart from those of its instance. */
const OWN = 'own.';

/**
 * Locks the instances that several commands are about, and the rows by which they are found, by the keys of those rows.
 *
 * Waits for nobody, so that one slow instance holds up no other and no two groups wait for each other: what somebody else
 * holds is left out, and so is what is gone. An instance that another one called is left out too, because there the root
 * would have to be locked first.
 */
export async function lockFree<Row extends Subject>(
  tx: Transaction,
  entity: EntityTarget<Row>,
  keys: readonly string[],
): Promise<Map<string, Locked<Row>>> {
  const connection = (await tx.queryRunner?.connect()) as PoolClient;
  const { rows } = await connection.query<Record<string, unknown>>({ ...lockStatement(tx, entity), values: [keys] });
  const itself = entity === ProcessInstanceRow;
  return new Map(
    rows.map((columns) => {
      const instance = columns as unknown as ProcessInstanceRow;
      const row = itself ? instance : ownOf(columns);
      return [row.id, { instance, row: row as Row }];
    }),
  );
}

/** Prepared once per connection. Both rows are locked: one that is only joined may be read as it was before the lock. */
export function lockStatement(
  tx: Transaction,
  entity: EntityTarget<Subject>,
): { readonly name: string; readonly text: string } {
  const { tableName, columns } = tx.connection.getMetadata(entity);
  const own = columns.map(({ databaseName, propertyName }) => `t.${databaseName} AS "${OWN}${propertyName}"`);
  const text =
    entity === ProcessInstanceRow
      ? `SELECT ${INSTANCE_COLUMNS} FROM process_instance p
         WHERE p.id = ANY($1::bigint[]) AND p.root_id = p.id FOR UPDATE SKIP LOCKED`
      : `SELECT ${[INSTANCE_COLUMNS, ...own].join(', ')}
         FROM process_instance p JOIN ${tableName} t ON t.process_instance_id = p.id
         WHERE t.id = ANY($1::bigint[]) AND p.root_id = p.id FOR UPDATE OF p, t SKIP LOCKED`;
  return { name: `lock-${tableName}`, text };
}

function ownOf(columns: Record<string, unknown>): Subject {
  const own: Record<string, unknown> = {};
  for (const name in columns) if (name.startsWith(OWN)) own[name.slice(OWN.length)] = columns[name];
  return own as unknown as Subject;
}
