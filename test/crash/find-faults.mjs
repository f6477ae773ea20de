/** What is wrong after everything: one sentence each. Nothing must be. */
import { setTimeout as sleep } from 'node:timers/promises';
import { linkHistory } from '../../dist/src/history/history-chain.js';
import { verifyHistory } from '../../dist/src/history/verify-chain.js';

const ELEMENTS = ['start', 'ask', 'fork', 'tell', 'hear', 'call', 'rest', 'join', 'finish', 'end'];
const WAITS = ['job', 'timer', 'message_subscription', 'incident'];

export async function findFaults(database, { started, secret, received, patience }) {
  const found = [];
  const count = async (sql) => Number((await database.query(`SELECT count(*) AS n FROM ${sql}`))[0].n);
  const end = Date.now() + patience;
  while ((await count(`process_instance WHERE status = 'completed'`)) < started && Date.now() < end) await sleep(200);
  const open = await database.query(`SELECT id, business_id, state->'waits' AS waits FROM process_instance
    WHERE status <> 'completed'`);
  for (const { id, business_id: number, waits } of open)
    found.push(`${number} (${id}) has not ended: ${JSON.stringify(waits)}.`);
  const total = await count('process_instance');
  if (total !== started) found.push(`There are ${total} instances of ${started} cases.`);

  const activations = await database.query(
    `SELECT data->>'element' AS element, count(*)::int AS n, count(DISTINCT process_instance_id)::int AS instances
     FROM history_entry WHERE kind = 'element.activated' GROUP BY 1`,
  );
  for (const element of ELEMENTS) {
    const { n, instances } = activations.find((one) => one.element === element) ?? { n: 0, instances: 0 };
    // two flows reach the join
    const expected = started * (element === 'join' && n > started ? 2 : 1);
    if (n !== expected || instances !== started)
      found.push(`${element} was activated ${n} times in ${instances} instances, not ${expected}.`);
  }
  const tasks = await count('user_task');
  if (tasks !== 2 * started) found.push(`There are ${tasks} user tasks, not ${2 * started}.`);
  const messages = await count('message');
  if (messages !== started) found.push(`There are ${messages} messages, not ${started}.`);
  if (received.size !== started) found.push(`${received.size} idempotency keys were received, not ${started}.`);
  for (const table of WAITS) {
    const left = await count(table);
    if (left > 0) found.push(`${left} rows are left in ${table}.`);
  }
  while ((await database.transaction((tx) => linkHistory(tx, secret, new Date()))) > 0);
  for await (const one of verifyHistory(database, secret)) found.push(`The history is broken: ${JSON.stringify(one)}.`);
  return found;
}
