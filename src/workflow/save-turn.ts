/**
 * The hot path: everything that a command changes, written by one hand-written statement on the transaction's own
 * connection. TypeORM would take a round trip and a few hundred microseconds per row.
 *
 * Lists of rows travel as JSON, so the statement is always the same text and is prepared once per connection.
 */
import type { PoolClient } from 'pg';
import type { Command, ProcessInstance } from '#engine';
import { withoutDepartments } from '../history/history.js';
import type { Turn } from './turn.js';

const UPDATE_INSTANCE = `
  instance AS (
    UPDATE process_instance SET state = $2::jsonb, status = $3::text, steps = steps + $4::int, ended_at = $5::timestamptz WHERE id = $1::bigint)`;

const INSERT_INSTANCE = `
  instance AS (
    INSERT INTO process_instance (id, state, status, steps, ended_at, process_definition_id, process_id, root_id,
      parent_id, parent_wait, business_id, start_correlation_key, started_at)
    SELECT $1::bigint, $2::jsonb, $3::text, $4::int, $5::timestamptz, x."processDefinitionId", x."processId", x."rootId", x."parentId", x."parentWait",
      x."businessId", x."startCorrelationKey", x."startedAt"
    FROM jsonb_to_record($16::jsonb) AS x("processDefinitionId" bigint, "processId" text, "rootId" bigint, "parentId" bigint,
      "parentWait" text, "businessId" text, "startCorrelationKey" text, "startedAt" timestamptz))`;

const WAIT = 'id bigint, wait text, element text, "elementInstance" text';

const ROWS = `
  closed_tasks AS (
    UPDATE user_task SET state = CASE WHEN wait = $7::text THEN 'completed' ELSE 'canceled' END, ended_at = $8::timestamptz,
      ended_by = CASE WHEN wait = $7::text THEN $9::text END
    WHERE process_instance_id = $1::bigint AND wait = ANY($6::text[]) AND state = 'created'),
  closed_jobs AS (DELETE FROM job WHERE process_instance_id = $1::bigint AND wait = ANY($6::text[]) RETURNING *),
  finished_jobs AS (
    INSERT INTO finished_job (id, process_instance_id, type, element, element_instance, headers, listener, worker, retries,
      attempts, failure, state, error_code, denied, denied_reason, created_at, locked_until, ended_at)
    SELECT c.id, $1::bigint, c.type, c.element, c.element_instance, c.headers, c.listener, c.worker, c.retries, c.attempts,
      coalesce(a.message, c.failure), coalesce(a.state, 'canceled'), a.code, a.denied, a.reason, c.created_at, c.locked_until,
      $8::timestamptz
    FROM closed_jobs c LEFT JOIN jsonb_to_record($12::jsonb->'answer') AS a(wait text, state text, code text, message text,
      denied boolean, reason text) ON a.wait = c.wait),
  closed_timers AS (DELETE FROM timer WHERE process_instance_id = $1::bigint AND wait = ANY($6::text[])),
  closed_messages AS (DELETE FROM message_subscription WHERE process_instance_id = $1::bigint AND wait = ANY($6::text[])),
  closed_signals AS (DELETE FROM signal_subscription WHERE process_instance_id = $1::bigint AND wait = ANY($6::text[])),
  user_tasks AS (
    INSERT INTO user_task (id, process_instance_id, process_definition_id, process_id, wait, element, element_instance,
      name, state, assignee, candidate_groups, candidate_users, due_at, follow_up_at, priority, form, headers, created_at)
    SELECT x.id, $1::bigint, $10::bigint, $11::text, x.wait, x.element, x."elementInstance", x.name, 'created', x.assignee,
      x."candidateGroups", x."candidateUsers", x."dueAt", x."followUpAt", x.priority, x.form, x.headers, $8::timestamptz
    FROM jsonb_to_recordset($12::jsonb->'userTasks') AS x(${WAIT}, name text, assignee text, "candidateGroups" text[],
      "candidateUsers" text[], "dueAt" timestamptz, "followUpAt" timestamptz, priority int, form jsonb, headers jsonb)),
  jobs AS (
    INSERT INTO job (id, process_instance_id, wait, element, element_instance, type, headers, retries, priority, listener, due_at, created_at)
    SELECT x.id, $1::bigint, x.wait, x.element, x."elementInstance", x.type, x.headers, x.retries, x.priority, x.listener, $8::timestamptz, $8::timestamptz
    FROM jsonb_to_recordset($12::jsonb->'jobs') AS x(${WAIT}, type text, headers jsonb, retries int, priority double precision, listener text)),
  timers AS (
    INSERT INTO timer (id, process_instance_id, wait, element, element_instance, due_at, alarmed, created_at)
    SELECT x.id, $1::bigint, x.wait, x.element, x."elementInstance", x."dueAt", x.alarmed, $8::timestamptz
    FROM jsonb_to_recordset($12::jsonb->'timers') AS x(${WAIT}, "dueAt" timestamptz, alarmed boolean)
    -- a cycle keeps its wait
    ON CONFLICT (process_instance_id, wait) DO UPDATE SET id = excluded.id, due_at = excluded.due_at,
      alarmed = excluded.alarmed),
  messages AS (
    INSERT INTO message_subscription (id, process_instance_id, process_id, wait, element, element_instance, message,
      correlation_key, created_at)
    SELECT x.id, $1::bigint, $11::text, x.wait, x.element, x."elementInstance", x.message, x."correlationKey", $8::timestamptz
    FROM jsonb_to_recordset($12::jsonb->'messageSubscriptions') AS x(${WAIT}, message text, "correlationKey" text)),
  signals AS (
    INSERT INTO signal_subscription (id, process_instance_id, wait, element, element_instance, signal, created_at)
    SELECT x.id, $1::bigint, x.wait, x.element, x."elementInstance", x.signal, $8::timestamptz
    FROM jsonb_to_recordset($12::jsonb->'signalSubscriptions') AS x(${WAIT}, signal text)),
  history AS (
    INSERT INTO history_entry (process_instance_id, kind, actor, at, data)
    SELECT $1::bigint, x.kind, $13::jsonb, $8::timestamptz, x.data FROM jsonb_to_recordset($14::jsonb) AS x(kind text, data jsonb))
  INSERT INTO outbox_entry (topic, payload, due_at, created_at)
  SELECT x.topic, x.payload, x."dueAt", $8::timestamptz FROM jsonb_to_recordset($15::jsonb) AS x(topic text, payload jsonb, "dueAt" timestamptz)`;

const SAVE_STEP = { name: 'save-step', text: `WITH ${UPDATE_INSTANCE},${ROWS}` };
const SAVE_START = { name: 'save-start', text: `WITH ${INSERT_INSTANCE},${ROWS}` };

/** What the command says about the job that it closes; other jobs that close with it are cancelled. */
function answerOf(command: Command | undefined): object {
  if (command?.type === 'complete-job') {
    const { wait, denied, reason } = command;
    return { wait, state: 'completed', denied, reason };
  }
  if (command?.type !== 'throw-error') return {};
  const { wait, code, message } = command;
  return { wait, state: 'error', code, message };
}

/** Writes what the turn came to. */
export async function saveTurn(turn: Turn, state: ProcessInstance): Promise<void> {
  const { instance, changes, command, now, actor, before, tx } = turn;
  const isOpen = ({ wait }: { wait: string }): boolean => wait in state.waits;
  const opened = {
    userTasks: changes.userTasks.filter(isOpen),
    jobs: changes.jobs.filter(isOpen),
    timers: changes.timers.filter(isOpen),
    messageSubscriptions: changes.messageSubscriptions.filter(isOpen),
    signalSubscriptions: changes.signalSubscriptions.filter(isOpen),
    answer: answerOf(command),
  };
  const byCommand = command?.type === 'complete-user-task' ? command.wait : null;
  const completed = changes.completedTask ?? { wait: byCommand, by: actor.accountId ?? null };
  const hasEnded = state.status === 'completed' || state.status === 'terminated';
  const values = [
    instance.id,
    JSON.stringify(state),
    state.status,
    turn.steps,
    hasEnded ? now : null,
    Object.keys(before?.waits ?? {}).filter((wait) => !(wait in state.waits)),
    completed.wait,
    now,
    completed.by,
    instance.processDefinitionId,
    instance.processId,
    JSON.stringify(opened),
    withoutDepartments(actor),
    JSON.stringify(changes.history),
    JSON.stringify(changes.outbox),
  ];
  // the very connection of the transaction: only the driver itself can prepare statements
  const connection = (await tx.queryRunner?.connect()) as PoolClient;
  if (before) await connection.query({ ...SAVE_STEP, values });
  else await connection.query({ ...SAVE_START, values: [...values, instance] });
}
