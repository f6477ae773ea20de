import type { Rejection } from '#engine';
import type { Transaction } from '../../database/transaction.js';
import type { Actor } from '../../history/actor.js';
import { lockInstanceOfTask } from '../lock-instance.js';
import { rejected } from '../outcome.js';
import type { ProcessInstanceRow } from '../process-instance.entity.js';
import { inTheNameOf, mayWorkOn } from '../task-permission.js';
import { UserTaskRow } from '../user-task.entity.js';

interface LockedTask {
  readonly task: UserTaskRow;
  readonly instance: ProcessInstanceRow;
  readonly rejection?: undefined;
}

interface NoTask {
  readonly task?: undefined;
  readonly instance?: undefined;
  readonly rejection: Rejection;
}

/**
 * An open task that this actor may work on; or why not. The instance is locked, as by any command: a task that is open then
 * stays so until we are done.
 */
export async function lockOpenTask(tx: Transaction, key: string, actor: Actor): Promise<LockedTask | NoTask> {
  const instance = await lockInstanceOfTask(tx, key);
  const task = instance && (await tx.findOneByOrFail(UserTaskRow, { id: key }));
  if (!task) return noSuchTask(key);
  return refuses(task, actor) ?? { task, instance };
}

/** Why nobody, or this person, may do anything with a task. */
export function refuses(task: UserTaskRow, actor: Actor): { readonly rejection: Rejection } | undefined {
  if (task.state === 'completed') return rejected('task-already-completed', 'Somebody has completed this task.');
  if (task.state === 'canceled') return rejected('task-canceled', 'This task is no longer needed.');
  if (!mayWorkOn(task, actor)) return rejected('not-a-candidate', 'This task belongs to another department.');
  return undefined;
}

export function noSuchTask(key: string) {
  return rejected('no-such-task', `There is no task ${key}.`);
}

export function claimedByOther() {
  return rejected('task-claimed-by-other', 'Somebody else has claimed this task.');
}

/** Its owner waits for an answer of who has it now. */
export function isDelegated({ owner, delegate, assignee }: UserTaskRow): boolean {
  return owner !== null && delegate !== null && delegate === assignee;
}

export function delegated() {
  return rejected('task-delegated', 'This task was delegated: its answer goes back to its owner.');
}

/** What history says of a deputy's deed. */
export function forOf(task: UserTaskRow, actor: Actor): { for?: string } {
  const absent = inTheNameOf(task, actor);
  return absent === undefined ? {} : { for: absent };
}
