/**
 * The hot path: everything that one or more commands change, written by one hand-written statement on the transaction's
 * own connection. TypeORM would take a round trip and a few hundred microseconds per row.
 *
 * Lists of rows travel as JSON, so a statement of the same kinds of change is always the same text and is prepared once
 * per connection.
 */
import type { PoolClient } from 'pg';
import type { Command, ProcessInstance, WaitKind } from '#engine';
import type { Transaction } from '../database/transaction.js';
import { withoutDepartments } from '../history/history.js';
import { type Part, parts, statement } from './save-statements.js';
import type { Turn } from './turn.js';

/** A turn that has nothing left to answer, and what the instance came to. */
export interface SettledTurn {
  readonly turn: Turn;
  readonly state: ProcessInstance;
}

type Rows = Record<Part, object[]>;

/** Where a wait of a kind has its row; the other kinds have none. */
const closing: { readonly [Kind in WaitKind]?: Part } = {
  'user-task': 'closedUserTasks',
  job: 'closedJobs',
  timer: 'closedTimers',
  message: 'closedMessages',
  signal: 'closedSignals',
};

const all = Object.keys(parts) as Part[];
const statements = new Map<string, ReturnType<typeof statement>>();

/** Writes what the turns came to: all of it or nothing. No two of them are about the same instance. */
export async function saveTurns(tx: Transaction, settled: readonly SettledTurn[]): Promise<void> {
  const rows = Object.fromEntries(all.map((part) => [part, [] as object[]])) as Rows;
  for (const one of settled) collect(rows, one);
  const wanted = all.filter((part) => rows[part].length > 0);
  if (wanted.length === 0) return;
  const shape = wanted.join();
  const prepared = statements.get(shape) ?? statement(wanted);
  statements.set(shape, prepared);
  const keys = settled.map(({ turn }) => turn.instance.id);
  // the very connection of the transaction: only the driver itself can prepare statements
  const connection = (await tx.queryRunner?.connect()) as PoolClient;
  await connection.query({ ...prepared, values: [keys, ...wanted.map((part) => JSON.stringify(rows[part]))] });
}

function collect(rows: Rows, { turn, state }: SettledTurn): void {
  const { instance: row, changes, now: at, actor, before } = turn;
  const { id: instance, processDefinitionId, processId } = row;
  const hasEnded = state.status === 'completed' || state.status === 'terminated';
  const outcome = { state, status: state.status, steps: turn.steps, endedAt: hasEnded ? at : null };
  if (before) rows.stepped.push({ id: instance, ...outcome });
  else rows.started.push({ ...row, ...outcome });
  close(rows, turn, state);
  const isOpen = ({ wait }: { wait: string }): boolean => wait in state.waits;
  for (const opened of changes.userTasks.filter(isOpen))
    rows.userTasks.push({ ...opened, instance, processDefinitionId, processId, at });
  for (const opened of changes.jobs.filter(isOpen)) rows.jobs.push({ ...opened, instance, at });
  for (const opened of changes.timers.filter(isOpen)) rows.timers.push({ ...opened, instance, at });
  for (const opened of changes.messageSubscriptions.filter(isOpen))
    rows.messageSubscriptions.push({ ...opened, instance, processId, at });
  for (const opened of changes.signalSubscriptions.filter(isOpen))
    rows.signalSubscriptions.push({ ...opened, instance, at });
  const kept = withoutDepartments(actor);
  for (const { kind, data } of changes.history)
    rows.history.push({ instance, processDefinitionId, kind, data, actor: kept, at });
  for (const entry of changes.outbox) rows.outbox.push({ ...entry, at });
}

/** The rows of waits that are over; a task is completed by the command that completes it, or canceled with its scope. */
function close(
  rows: Rows,
  { instance: { id: instance }, before, command, changes, actor, now: at }: Turn,
  state: ProcessInstance,
): void {
  const byCommand = command?.type === 'complete-user-task' ? command.wait : null;
  const completed = changes.completedTask ?? { wait: byCommand, by: actor.accountId ?? null };
  for (const [wait, { kind }] of Object.entries(before?.waits ?? {})) {
    const part = closing[kind];
    if (!part || wait in state.waits) continue;
    if (part === 'closedJobs') rows[part].push({ instance, wait, at, ...answerTo(wait, command) });
    else if (part !== 'closedUserTasks') rows[part].push({ instance, wait });
    else if (wait === completed.wait) rows[part].push({ instance, wait, at, state: 'completed', by: completed.by });
    else rows[part].push({ instance, wait, at, state: 'canceled' });
  }
}

/** What the command says about the job that it closes; other jobs that close with it are cancelled. */
function answerTo(job: string, command: Command | undefined): object {
  if (command?.type === 'complete-job' && command.wait === job)
    return { state: 'completed', denied: command.denied, reason: command.reason };
  if (command?.type === 'throw-error' && command.wait === job)
    return { state: 'error', code: command.code, message: command.message };
  return { state: 'canceled' };
}
