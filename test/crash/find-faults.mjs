/** What is wrong after everything: one sentence each. Nothing must be. */
import { setTimeout as sleep } from 'node:timers/promises';
import { linkHistory } from '../../dist/src/history/history-chain.js';
import { verifyHistory } from '../../dist/src/history/verify-chain.js';
import { isSealed } from './people.mjs';

/** After so long without any progress nothing more is expected. */
const PATIENCE_MILLISECONDS = 120_000;
/** Every ninth case stays at a message that nobody sends. */
const stays = (index) => index % 9 === 4;
const always = () => true;
/** Which cases pass where; each of them once. */
const PASSED = {
  start: always,
  ask: always,
  fork: always,
  tell: always,
  hear: always,
  call: always,
  write: always,
  seal: isSealed,
  rest: always,
  join: always,
  finish: always,
  stays: always,
};

/** The alarm of a timer that the sweep has fired, because the clock had moved, rings in vain at its real time. */
const UNDELIVERED = `outbox_entry WHERE topic <> 'timer.scheduled'
  OR EXISTS (SELECT FROM timer WHERE timer.id = (payload->>'timerKey')::bigint)`;

/** Each signature in a PDF names its format once. */
const SEALS = `document, regexp_matches(encode(content, 'escape'), '/SubFilter */ETSI[.]CAdES[.]detached', 'g')`;

/** A case has ended, or waits for the message that nobody sends. */
const UNSETTLED = `SELECT business_id AS number, id, status, state->'waits' AS waits FROM process_instance i
  WHERE status <> 'completed' AND NOT (status = 'active' AND EXISTS (SELECT FROM message_subscription m
    WHERE m.process_instance_id = i.id AND m.message = 'never told' AND m.correlation_key = i.business_id))`;

export async function findFaults(database, { started, secret, stage }) {
  const found = [];
  const rows = (sql, values) => database.query(sql, values);
  const count = async (sql) => Number((await rows(`SELECT count(*) AS n FROM ${sql}`))[0].n);
  const expectCount = async (what, sql, expected) => {
    const n = await count(sql);
    if (n !== expected) found.push(`There are ${n} ${what}, not ${expected}.`);
  };
  /** What is still to be done; it may take long as long as it becomes less. */
  const undone = async () => {
    const unsettled = (await rows(UNSETTLED)).length;
    return unsettled + Math.max(0, started - stage.mail.received.size) + (await count(UNDELIVERED));
  };
  let least = Infinity;
  for (let end = Date.now() + PATIENCE_MILLISECONDS; least > 0 && Date.now() < end; await sleep(250)) {
    const left = await undone();
    if (left < least) end = Date.now() + PATIENCE_MILLISECONDS;
    least = Math.min(least, left);
  }

  for (const { number, id, status, waits } of await rows(UNSETTLED))
    found.push(`${number} (${id}) is ${status} and waits for ${JSON.stringify(waits)}.`);
  const those = (which) => Array.from({ length: started }, (_, index) => index).filter(which).length;
  const [staying, sealed] = [those(stays), those(isSealed)];
  await expectCount('instances', 'process_instance', started);
  await expectCount('different numbers', '(SELECT DISTINCT business_id FROM process_instance) AS numbers', started);
  await expectCount('instances that stay', `process_instance WHERE status = 'active'`, staying);
  await expectCount('user tasks', 'user_task', 2 * started);
  await expectCount('open user tasks', `user_task WHERE state = 'created'`, 0);
  await expectCount('messages', 'message', started);
  await expectCount('e-mails', 'mail_message', started);
  await expectCount('e-mails sent', `mail_message WHERE status = 'sent'`, started);
  await expectCount('documents that stand', `document WHERE status = 'valid'`, sealed);
  await expectCount('documents', 'document', sealed);
  await expectCount('seals in the history', `history_entry WHERE kind = 'document.sealed'`, sealed);
  await expectCount('seals in files', SEALS, sealed);
  await expectCount('message subscriptions', 'message_subscription', staying);
  for (const table of ['job', 'timer', 'signal_subscription', 'incident'])
    await expectCount(`rows in ${table}`, table, 0);
  await expectCount('deliveries', UNDELIVERED, 0);
  for (const [what, { received }] of [
    ['calls', stage.http],
    ['e-mails', stage.mail],
  ])
    if (received.size !== started)
      found.push(`${what} with ${received.size} different keys were received, not ${started}.`);
  found.push(...(await wrongSteps(rows, those)));

  while (
    (await database.transaction((tx) => linkHistory(tx, secret, new Date(Date.now() + stage.clock.ahead * 1_000)))) > 0
  );
  for await (const one of verifyHistory(database, secret)) found.push(`The history is broken: ${JSON.stringify(one)}.`);
  return found;
}

/** Each element was activated once in each case that passes there. */
async function wrongSteps(rows, those) {
  const activations = await rows(
    `SELECT data->>'element' AS element, process_instance_id AS instance, count(*)::int AS n
     FROM history_entry WHERE kind = 'element.activated' GROUP BY 1, 2`,
  );
  return Object.entries(PASSED).flatMap(([element, which]) => {
    const passed = activations.filter((one) => one.element === element);
    const expected = those(which);
    return [
      ...(passed.length === expected ? [] : [`${element} was activated in ${passed.length} cases, not ${expected}.`]),
      ...passed
        .filter(({ n }) => n !== 1)
        .map(({ instance, n }) => `${element} was activated ${n} times in ${instance}, not once.`),
    ];
  });
}
