import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { CompiledProcess, OpenWait, ProcessInstance, WaitKind } from '#engine';
import { dataSourceOptions } from '../database/data-source.js';
import { Keys } from '../database/keys.js';
import { freshDatabase, type TestDatabase } from '../../test/support/database.js';
import type { DefinitionsService } from './definitions.service.js';
import { saveTurns } from './save-turns.js';
import { Turn } from './turn.js';

const NOW = new Date('2026-03-02T09:00:00Z');
const origin = { element: 'x', elementInstance: '1' };

function state(waits: Record<string, WaitKind>, status: ProcessInstance['status'] = 'active'): ProcessInstance {
  const open = Object.entries(waits).map(([id, kind]): [string, OpenWait] => [id, { of: '1', kind, event: 'done' }]);
  return {
    format: 1,
    processId: 'p',
    status,
    lastId: 9,
    elementInstances: {},
    waits: Object.fromEntries(open),
    incidents: {},
  };
}

describe('saving a turn', () => {
  let database: TestDatabase;
  let source: DataSource;
  let instance: Turn['instance'];

  const turn = (tx: Turn['tx'], before?: ProcessInstance, command?: Turn['command']): Turn =>
    new Turn(
      tx,
      instance,
      {} as CompiledProcess,
      before,
      command,
      NOW,
      { kind: 'agent', accountId: '7', departments: ['population'] },
      new Keys(),
      {} as DefinitionsService,
    );
  const rows = async (table: string): Promise<Record<string, unknown>[]> =>
    (await database.query<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`)).rows;

  beforeAll(async () => {
    database = await freshDatabase();
    source = await new DataSource(dataSourceOptions(database.url)).initialize();
    await database.query(
      `INSERT INTO definition (id, kind, definition_id, version, resource_name, content, checksum, deployed_at)
       VALUES (1, 'process', 'p', 1, 'p.bpmn', '', '', $1)`,
      [NOW],
    );
    const [key] = await source.query<{ key: string }[]>(`SELECT nextval('key_seq') + 100 AS key`);
    const id = key?.key ?? '';
    instance = {
      id,
      processDefinitionId: '1',
      processId: 'p',
      rootId: id,
      parentId: null,
      parentWait: null,
      businessId: 'b',
      startCorrelationKey: null,
      startedAt: NOW,
    };
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const opened = state({ w1: 'user-task', w2: 'job', w3: 'timer', w4: 'message', w5: 'signal', w6: 'user-task' });

  it('writes a new instance with everything it opened', async () => {
    await source.transaction(async (tx) => {
      const start = turn(tx);
      const { changes } = start;
      const task = {
        ...origin,
        name: 'Check',
        candidateGroups: ['population', 'a "b", {c}'],
        candidateUsers: [],
        priority: 50,
      };
      changes.userTasks.push({
        ...task,
        id: '11',
        wait: 'w1',
        dueAt: NOW,
        headers: { a: 'b' },
        form: { externalReference: 'f' },
      });
      changes.userTasks.push({ ...task, id: '12', wait: 'w6', headers: {} });
      changes.userTasks.push({ ...task, id: '13', wait: 'closed-in-the-same-turn', headers: {} });
      changes.jobs.push({ ...origin, id: '14', wait: 'w2', type: 'send', headers: {}, retries: 3, priority: 0 });
      changes.timers.push({ ...origin, id: '15', wait: 'w3', dueAt: NOW, alarmed: true });
      changes.messageSubscriptions.push({ ...origin, id: '16', wait: 'w4', message: 'm', correlationKey: 'k' });
      changes.signalSubscriptions.push({ ...origin, id: '17', wait: 'w5', signal: 's' });
      changes.history.push({ kind: 'element.activated', data: { element: 'x' } });
      changes.tell('job.created', { jobKey: '14' });
      await saveTurns(tx, [{ turn: start, state: opened }]);
    });
    expect(await rows('process_instance')).toMatchObject([
      { id: instance.id, status: 'active', steps: 1, business_id: 'b' },
    ]);
    expect(await rows('user_task')).toMatchObject([
      { id: '11', state: 'created', due_at: NOW, candidate_groups: ['population', 'a "b", {c}'], headers: { a: 'b' } },
      { id: '12', state: 'created', due_at: null, form: null },
    ]);
    expect(await rows('job')).toMatchObject([{ id: '14', type: 'send', retries: 3, attempts: 0 }]);
    expect(await rows('timer')).toMatchObject([{ id: '15', due_at: NOW, alarmed: true }]);
    expect(await rows('message_subscription')).toMatchObject([{ id: '16', process_id: 'p', correlation_key: 'k' }]);
    expect(await rows('signal_subscription')).toMatchObject([{ id: '17', signal: 's' }]);
    expect(await rows('history_entry')).toMatchObject([
      { process_instance_id: instance.id, kind: 'element.activated', actor: { kind: 'agent', accountId: '7' } },
    ]);
    expect(await rows('outbox_entry')).toMatchObject([
      { topic: 'job.created', payload: { jobKey: '14' }, due_at: null },
    ]);
  });

  it('moves a timer that keeps its wait', async () => {
    const later = new Date('2026-03-03T09:00:00Z');
    await source.transaction(async (tx) => {
      const step = turn(tx, opened, { type: 'trigger-timer', wait: 'w3' });
      step.changes.timers.push({ ...origin, id: '18', wait: 'w3', dueAt: later, alarmed: false });
      await saveTurns(tx, [{ turn: step, state: opened }]);
    });
    expect(await rows('timer')).toMatchObject([{ id: '18', due_at: later, alarmed: false }]);
  });

  it('closes what no longer waits: the completed task is completed, the others are canceled', async () => {
    await source.transaction((tx) =>
      saveTurns(tx, [
        { turn: turn(tx, opened, { type: 'complete-user-task', wait: 'w1' }), state: state({}, 'completed') },
      ]),
    );
    expect(await rows('user_task')).toMatchObject([
      { state: 'completed', ended_by: '7', ended_at: NOW },
      { state: 'canceled', ended_by: null },
    ]);
    for (const table of ['job', 'timer', 'message_subscription', 'signal_subscription'])
      expect(await rows(table)).toEqual([]);
    expect(await rows('process_instance')).toMatchObject([{ status: 'completed', steps: 3, ended_at: NOW }]);
  });
});
