import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  boundary,
  aside,
  bpmn,
  message,
  messageDefinition,
  node,
  serviceTask,
  timerDefinition,
  userTask,
} from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { SYSTEM } from '../history/actor.js';
import { DataSource } from 'typeorm';
import { JobsService } from './jobs.service.js';
import { MessagesService } from './messages.service.js';
import { ProcessInstancesService } from './process-instances.service.js';

/** What people do to a running instance from outside. */
describe('the commands of an administrator', () => {
  let beffroi: TestWorkflow;
  let instances: ProcessInstancesService;
  const rows = async (table: string, instance: string): Promise<Record<string, unknown>[]> =>
    (await beffroi.database.query(`SELECT * FROM ${table} WHERE process_instance_id = $1 ORDER BY id`, [instance]))
      .rows;
  const open = async (instance: string): Promise<string[]> =>
    (await beffroi.tasks(instance)).map(({ element }) => element);

  beforeAll(async () => {
    beffroi = await startWorkflow();
    instances = beffroi.get(ProcessInstancesService);
    await beffroi.deploy(
      'steps.bpmn',
      bpmn('steps', [node('startEvent', 'start'), userTask('first'), userTask('second'), node('endEvent', 'end')]),
    );
  });
  afterAll(() => beffroi.stop());

  it('sets variables', async () => {
    const key = await beffroi.start('steps', { a: 1 });
    await instances.dispatch(key, { type: 'set-variables', variables: { a: 2, b: 3 } }, SYSTEM);
    expect(await instances.variables(key)).toEqual({ a: 2, b: 3 });
  });

  it('moves a token by hand', async () => {
    const key = await beffroi.start('steps');
    const [task] = await beffroi.tasks(key);
    const command = {
      type: 'modify',
      activate: [{ element: 'second' }],
      terminate: [task!.elementInstance],
    } as const;
    expect(await instances.dispatch(key, command, SYSTEM)).toEqual({ accepted: true });
    expect(await open(key)).toEqual(['second']);
    expect(await rows('user_task', key)).toMatchObject([{ state: 'canceled' }, { state: 'created' }]);
  });

  it('cancels, with everything that waits', async () => {
    const key = await beffroi.start('steps');
    await instances.dispatch(key, { type: 'cancel' }, SYSTEM);
    expect(await beffroi.instance(key)).toMatchObject({ status: 'terminated' });
    expect(await open(key)).toEqual([]);
    expect(await instances.dispatch(key, { type: 'cancel' }, SYSTEM)).toHaveProperty('rejection');
  });

  it('suspends: nobody goes on; resumed, what came meanwhile is found and timers have the time they had left', async () => {
    const wait = node('intermediateCatchEvent', 'hear', messageDefinition('news'));
    await beffroi.deploy(
      'waiting.bpmn',
      bpmn(
        'waiting',
        [
          node('startEvent', 'start'),
          userTask('ask'),
          boundary('late', 'ask', timerDefinition('timeDuration', 'PT2H'), { interrupting: false }),
          aside(node('endEvent', 'noticed')),
          wait,
          serviceTask('work', 'dance'),
          node('endEvent', 'end'),
        ],
        { outside: message('news', '=number') },
      ),
    );
    const key = await beffroi.start('waiting', { number: 'n-1' });
    await beffroi.advance('PT1H');
    expect(await instances.dispatch(key, { type: 'suspend' }, SYSTEM)).toEqual({ accepted: true });
    expect(await beffroi.complete(key, 'ask')).toMatchObject({ rejection: { code: 'instance-suspended' } });
    await beffroi.advance('PT5H');
    expect(await rows('timer', key)).toEqual([]);
    await instances.dispatch(key, { type: 'resume' }, SYSTEM);
    const [timer] = await rows('timer', key);
    expect((timer!['due_at'] as Date).getTime() - beffroi.clock.now().getTime()).toBeGreaterThan(59 * 60_000);

    await beffroi.complete(key, 'ask');
    await instances.dispatch(key, { type: 'suspend' }, SYSTEM);
    await beffroi
      .get(DataSource)
      .transaction((tx) =>
        beffroi
          .get(MessagesService)
          .publish(tx, { name: 'news', correlationKey: 'n-1', variables: {}, timeToLive: 'PT1H' }),
      );
    await beffroi.settled();
    expect(await rows('message_subscription', key)).toHaveLength(1);
    await instances.dispatch(key, { type: 'resume' }, SYSTEM);
    await beffroi.settled();
    expect(await rows('message_subscription', key)).toEqual([]);
    expect(await rows('job', key)).toMatchObject([{ element: 'work' }]);
  });

  it('lets nobody answer a job of a suspended instance; resumed, it is worked on', async () => {
    await beffroi.deploy(
      'job.bpmn',
      bpmn('job', [
        node('startEvent', 'start'),
        serviceTask('tell', 'publish-message', { headers: { messageName: 'told', timeToLive: 'PT1H' } }),
        userTask('after'),
        node('endEvent', 'end'),
      ]),
    );
    const key = await beffroi.get(DataSource).transaction(async (tx) => {
      const started = await instances.start(tx, { processId: 'job', variables: {}, actor: SYSTEM });
      await instances.dispatchIn(tx, started.processInstanceKey, { type: 'suspend' }, SYSTEM);
      return started.processInstanceKey;
    });
    await beffroi.settled();
    const [job] = await rows('job', key);
    await beffroi.get(JobsService).fail(job!['id'] as string, 'no', 0);
    expect(await rows('job', key)).toMatchObject([{ retries: 3, failure: null }]);
    await instances.dispatch(key, { type: 'resume' }, SYSTEM);
    await beffroi.settled();
    expect(await open(key)).toEqual(['after']);
  });

  it('suspends and resumes a caller together with what it called', async () => {
    const call = node(
      'callActivity',
      'call',
      '<bpmn:extensionElements><zeebe:calledElement processId="steps" propagateAllChildVariables="false" /></bpmn:extensionElements>',
    );
    await beffroi.deploy('caller.bpmn', bpmn('caller', [node('startEvent', 'start'), call, node('endEvent', 'end')]));
    const key = await beffroi.start('caller');
    const { rows: called } = await beffroi.database.query<{ id: string }>(
      'SELECT id FROM process_instance WHERE parent_id = $1',
      [key],
    );
    const child = called[0]!.id;
    expect(await instances.dispatch(child, { type: 'suspend' }, SYSTEM)).toMatchObject({
      rejection: { code: 'called-instance' },
    });
    await instances.dispatch(key, { type: 'suspend' }, SYSTEM);
    expect(await beffroi.instance(child)).toMatchObject({ status: 'suspended' });
    await instances.dispatch(key, { type: 'resume' }, SYSTEM);
    for (const element of ['first', 'second']) await beffroi.complete(child, element);
    expect(await beffroi.instance(key)).toMatchObject({ status: 'completed' });
  });
});
