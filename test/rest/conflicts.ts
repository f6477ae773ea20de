import { expect } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { bpmn, extensions, node, serviceTask } from '../support/bpmn.js';
import { AT_ONCE, type CamundaClients } from '../support/camunda-clients.js';
import { choice, delivery, review } from './models.js';

type Answer = Readonly<Record<string, never>> & { readonly items: readonly Readonly<Record<string, string>>[] };

const caller = bpmn('caller', [
  node('startEvent', 'start'),
  node('callActivity', 'call', extensions('<zeebe:calledElement processId="review" />')),
  node('endEvent', 'end'),
]);
const paid = bpmn('paid', [node('startEvent', 'start'), serviceTask('pay', 'pay'), node('endEvent', 'end')]);

/** Of what the released client does not know yet. */
type Raw = (name: string, input: object) => Promise<Answer>;

/** Through the clients: everything that comes too late, twice, or to something that stands still. Each row is refused with 409. */
export async function conflicts({ cluster, sdk }: CamundaClients, raw: Raw): Promise<void> {
  const call = (name: string, input: object = {}, ...options: unknown[]): Promise<Answer> =>
    name in cluster
      ? (cluster as unknown as Record<string, (...options: unknown[]) => Promise<Answer>>)[name]!(input, ...options)
      : raw(name, input);
  const refused = (name: string, input: object = {}) =>
    expect(
      [
        name,
        call(name, input).then(
          () => 'accepted',
          (error: { status?: number }) => error.status,
        ),
      ].at(1),
    ).resolves.toEqual(409);
  const start = async (processDefinitionId: string, options: object = {}) =>
    String((await call('createProcessInstance', { processDefinitionId, ...options }))['processInstanceKey']);
  const find = async (name: string, filter: object) => (await call(name, { filter }, AT_ONCE)).items[0]!;
  const take = async (type: string) => {
    const options = { type, worker: 'w', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1 };
    return (await sdk.activateJobs(options))[0]!.jobKey;
  };

  await sdk.deployResources(
    Object.entries({ caller, choice, delivery, paid, review: review('check') }).map(([name, content]) => ({
      name: `${name}.bpmn`,
      content,
    })),
  );

  // a business id belongs to one running instance
  await start('review', { businessId: 'B-1' });
  await refused('createProcessInstance', { processDefinitionId: 'review', businessId: 'B-1' });

  // what another instance has called is its caller's
  const parentProcessInstanceKey = await start('caller');
  let called = await find('searchProcessInstances', { parentProcessInstanceKey });
  while (!called) {
    await sleep(100);
    called = await find('searchProcessInstances', { parentProcessInstanceKey });
  }
  await refused('cancelProcessInstance', { processInstanceKey: called['processInstanceKey'] });

  // a task that is taken, and one that is done
  const reviewed = await start('review');
  const { userTaskKey } = await find('searchUserTasks', { processInstanceKey: reviewed });
  await call('assignUserTask', { userTaskKey, assignee: 'agent1@example.org' });
  await refused('assignUserTask', { userTaskKey, assignee: 'agent2@example.org', allowOverride: false });
  await call('completeUserTask', { userTaskKey });
  await refused('completeUserTask', { userTaskKey });
  await refused('unassignUserTask', { userTaskKey });
  await refused('updateUserTask', { userTaskKey, changeset: { priority: 3 } });
  await expect(
    sdk.updateUserTask({ userTaskKey: userTaskKey!, changeset: { priority: 3 } } as never),
  ).rejects.toMatchObject({ statusCode: 409 });

  // a job whose tries are spent waits for a person; one that nobody has has no timeout
  await start('paid');
  const jobKey = await take('pay');
  await call('failJob', { jobKey, retries: 0, errorMessage: 'No money.' });
  await refused('completeJob', { jobKey });
  await refused('failJob', { jobKey, retries: 1 });
  await refused('throwJobError', { jobKey, errorCode: 'x' });
  const waiting = await start('paid');
  const { jobKey: untaken } = await find('searchJobs', { processInstanceKey: waiting });
  await refused('updateJob', { jobKey: untaken, changeset: { timeout: 1_000 } });

  // an instance that stands still, and one that does not
  await refused('resumeProcessInstance', { processInstanceKey: waiting });
  await call('failJob', { jobKey: await take('pay'), retries: 0 });
  const { incidentKey } = await find('searchIncidents', { processInstanceKey: waiting });
  await call('suspendProcessInstance', { processInstanceKey: waiting });
  await refused('suspendProcessInstance', { processInstanceKey: waiting });
  await refused('resolveIncident', { incidentKey });
  await refused('createElementInstanceVariables', { elementInstanceKey: waiting, variables: { a: 1 } });
  await refused('modifyProcessInstance', { processInstanceKey: waiting, activateInstructions: [{ elementId: 'pay' }] });
  const { processDefinitionKey } = await find('searchProcessDefinitions', { processDefinitionId: 'review' });
  await refused('migrateProcessInstance', {
    processInstanceKey: await start('paid'),
    targetProcessDefinitionKey: processDefinitionKey,
    mappingInstructions: [{ sourceElementId: 'pay', targetElementId: 'check' }],
  });
  const chosen = await start('choice');
  const task = await find('searchElementInstances', { processInstanceKey: chosen, elementId: 'start' });
  await refused('activateAdHocSubProcessActivities', {
    adHocSubProcessInstanceKey: task['elementInstanceKey'],
    elements: [{ elementId: 'call' }],
  });
  await refused('deleteResource', { resourceKey: processDefinitionKey });

  // a batch that is over
  const batch = await call('cancelProcessInstancesBatchOperation', { filter: { businessId: 'nobody' } });
  const { batchOperationKey } = batch as unknown as Record<string, string>;
  for (let state = ''; state !== 'COMPLETED'; await sleep(50))
    state = String((await call('getBatchOperation', { batchOperationKey }, AT_ONCE))['state']);
  for (const name of ['suspendBatchOperation', 'cancelBatchOperation', 'resumeBatchOperation'])
    await refused(name, { batchOperationKey });

  // the same message, the same document
  const message = { name: 'paid', correlationKey: 'o', timeToLive: 60_000, messageId: 'm-1' };
  await call('publishMessage', message);
  await refused('publishMessage', message);
  const file = () => new File(['Le règlement'], 'rules.txt', { type: 'text/plain' });
  await call('createDocument', { documentId: 'rules', file: file() });
  await refused('createDocument', { documentId: 'rules', file: file() });
}
