import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aside, boundary, bpmn, extensions, flow, node, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { SYSTEM } from '../history/actor.js';
import { IncidentsService } from './incidents.service.js';
import { ProcessInstancesService } from './process-instances.service.js';

const call = (id: string, processId: string) =>
  node('callActivity', id, extensions(`<zeebe:calledElement processId="${processId}" />`));

describe('called processes', () => {
  let beffroi: TestWorkflow;

  const children = async (instance: string): Promise<{ id: string; status: string }[]> => {
    const query = 'SELECT id, status FROM process_instance WHERE parent_id = $1 ORDER BY id';
    return (await beffroi.database.query<{ id: string; status: string }>(query, [instance])).rows;
  };
  const child = async (instance: string): Promise<string> => (await children(instance))[0]?.id ?? '';
  const elements = async (instance: string): Promise<string[]> =>
    (await beffroi.tasks(instance)).map(({ element }) => element);

  beforeAll(async () => {
    beffroi = await startWorkflow();
    await beffroi.deploy(
      'inner.bpmn',
      bpmn('inner', [node('startEvent', 'start'), userTask('inside'), node('endEvent', 'end')]),
    );
    const failing = node('endEvent', 'end', '<bpmn:errorEventDefinition id="e" errorRef="refused" />');
    const refused = '<bpmn:error id="refused" name="refused" errorCode="refused" />';
    await beffroi.deploy(
      'failing.bpmn',
      bpmn('failing', [node('startEvent', 'start'), userTask('inside'), failing], { outside: refused }),
    );
    for (const [id, called] of [
      ['outer', 'inner'],
      ['catching', 'failing'],
      ['lost', 'nowhere'],
      ['top', 'outer'],
    ])
      await beffroi.deploy(
        `${id}.bpmn`,
        bpmn(
          id ?? '',
          [
            node('startEvent', 'start'),
            call('call', called ?? ''),
            userTask('after'),
            node('endEvent', 'end'),
            boundary('caught', 'call', '<bpmn:errorEventDefinition id="e" errorRef="refused" />'),
            aside(userTask('handle')),
            flow('caught', 'handle'),
          ],
          { outside: refused },
        ),
      );
  });
  afterAll(() => beffroi.stop());

  it('are instances of their own, and their results come back', async () => {
    const outer = await beffroi.start('outer', { a: 1 });
    const inner = await child(outer);
    expect(await beffroi.instance(inner)).toMatchObject({ rootId: outer, parentId: outer, processId: 'inner' });
    await beffroi.complete(inner, 'inside', { b: 2 });
    expect(await elements(outer)).toEqual(['after']);
    expect(await beffroi.get(ProcessInstancesService).variables(outer)).toEqual({ a: 1, b: 2 });
    expect(await beffroi.instance(inner)).toMatchObject({ status: 'completed' });
  });

  it('end with their caller, all the way down', async () => {
    const top = await beffroi.start('top');
    const outer = await child(top);
    const inner = await child(outer);
    const outcome = await beffroi.get(ProcessInstancesService).dispatch(top, { type: 'cancel' }, SYSTEM);
    expect(outcome).toEqual({ accepted: true });
    for (const key of [top, outer, inner]) expect(await beffroi.instance(key)).toMatchObject({ status: 'terminated' });
    expect(await elements(inner)).toEqual([]);
  });

  it('cannot be cancelled behind the back of their caller', async () => {
    const inner = await child(await beffroi.start('outer'));
    const outcome = await beffroi.get(ProcessInstancesService).dispatch(inner, { type: 'cancel' }, SYSTEM);
    expect(outcome).toMatchObject({ rejection: { code: 'called-instance' } });
  });

  it('throw their errors to who catches them', async () => {
    const catching = await beffroi.start('catching');
    await beffroi.complete(await child(catching), 'inside');
    expect(await elements(catching)).toEqual(['handle']);
  });

  it('that do not exist are an incident of the caller', async () => {
    const lost = await beffroi.start('lost');
    const incidents = await beffroi.get(IncidentsService).search({ processInstanceKey: lost });
    expect(incidents).toMatchObject([{ element: 'call', message: expect.stringContaining('nowhere') }]);
  });

  it('do not block each other: children end and parents are cancelled at the same moment', async () => {
    const service = beffroi.get(ProcessInstancesService);
    const rounds = Array.from({ length: 15 }, async () => {
      const top = await beffroi.start('top');
      const inner = await child(await child(top));
      const [cancelled] = await Promise.all([
        service.dispatch(top, { type: 'cancel' }, SYSTEM),
        beffroi.complete(inner, 'inside').catch(() => undefined),
      ]);
      return cancelled;
    });
    for (const cancelled of await Promise.all(rounds)) expect(cancelled).toEqual({ accepted: true });
  });
});
