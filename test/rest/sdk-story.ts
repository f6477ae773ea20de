/** Every method of `@camunda8/sdk` for what we have, once. */
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RestClient } from '../support/camunda-clients.js';
import { temporaryFolder } from '../support/folder.js';
import { delivery, fees, payment, review } from './models.js';

type Answer = Readonly<Record<string, never>> & { readonly items: readonly Readonly<Record<string, string>>[] };
type Loose = Readonly<Record<string, (...options: unknown[]) => Promise<Answer>>>;

/** What the client offers for accounts and tenants, which are kept by the town (docs/rest-compatibility.md). */
const NOT_OURS = ['modifyAuthorization', 'createUser', 'searchUsers', 'searchUsersForTenant'];
/** What asks nothing of the program by itself. */
const LOCAL = ['constructor', 'getHeaders', 'getConfig', 'stopWorkers', 'startWorkers', 'createJobWorker'];
const INNER = ['callApiEndpoint', 'addDefaultTenantId'];

/** Gives the methods that were not called. */
export async function sdkStory(client: RestClient): Promise<string[]> {
  const called = new Set<string>();
  const call = async (name: string, ...options: unknown[]): Promise<Answer> => {
    const answer = await (client as unknown as Loose)[name]!.call(client, ...options);
    called.add(name);
    return answer;
  };
  const first = async (name: string, filter: object = {}) => {
    const { items } = await call(name, { filter, sort: [], page: { from: 0, limit: 10 } });
    return items[0]!;
  };
  const start = async (processDefinitionId: string, variables: object = {}) =>
    String((await call('createProcessInstance', { processDefinitionId, variables }))['processInstanceKey']);

  await call('getTopology');
  await call('getLicenseStatus');
  await models();
  await tasks();
  await jobs();
  await messages();
  await documents();
  await call('pinInternalClock', Date.now() + 60_000);
  await call('resetClock');
  const all = Object.getOwnPropertyNames(Object.getPrototypeOf(client));
  return all.filter((name) => !called.has(name) && ![...NOT_OURS, ...LOCAL, ...INNER].includes(name));

  async function models(): Promise<void> {
    const folder = temporaryFolder();
    const path = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    await call('deployResources', [{ name: 'delivery.bpmn', content: delivery }]);
    await call('deployResourcesFromFiles', [path('review.bpmn', review('check')), path('payment.bpmn', payment)]);
    await call('deployResourcesFromFiles', [path('fees.dmn', fees)]);
    const { processDefinitionKey } = await first('searchProcessDefinitions', { processDefinitionId: 'review' });
    await call('getProcessDefinition', processDefinitionKey);
    await call('getProcessDefinitionXML', processDefinitionKey);
    await call('evaluateDecision', { decisionDefinitionId: 'fee', variables: { copies: 3 } });
    const notes = await call('deployResources', [
      { name: 'later.bpmn', content: review('look').replace('"review"', '"later"') },
    ]);
    const [later] = notes['processes'] as unknown as readonly Readonly<Record<string, string>>[];
    await call('deleteResource', { resourceKey: later!['processDefinitionKey'] });
  }

  async function tasks(): Promise<void> {
    const processInstanceKey = await start('review', { amount: 12 });
    const { userTaskKey } = await first('searchUserTasks', { processInstanceKey, state: 'created' });
    await call('getUserTask', userTaskKey);
    await call('searchUserTaskVariables', { userTaskKey });
    const assignee = 'agent1@example.org';
    await call('assignUserTask', { userTaskKey, assignee });
    await call('unassignUserTask', { userTaskKey });
    await call('assignTask', { userTaskKey, assignee });
    await call('unassignTask', { userTaskKey });
    await call('updateUserTask', { userTaskKey, changeset: { priority: 70 } });
    await call('updateTask', { userTaskKey, changeset: { candidateGroups: ['population'] } });
    await call('updateElementInstanceVariables', { elementInstanceKey: processInstanceKey, variables: { b: 1 } });
    const { variableKey } = await first('searchVariables', { processInstanceKey, name: 'b' });
    await call('getVariable', { variableKey });
    await first('searchProcessInstances', { processInstanceKey });
    const { elementInstanceKey } = await first('searchElementInstances', { processInstanceKey, elementId: 'check' });
    await call('getElementInstance', elementInstanceKey);
    const { processDefinitionKey } = await first('searchProcessDefinitions', { processDefinitionId: 'review' });
    await call('migrateProcessInstance', {
      processInstanceKey,
      targetProcessDefinitionKey: processDefinitionKey,
      mappingInstructions: [{ sourceElementId: 'check', targetElementId: 'check' }],
    });
    await call('modifyProcessInstance', {
      processInstanceKey,
      activateInstructions: [{ elementId: 'check' }],
      terminateInstructions: [{ elementInstanceKey }],
    });
    const open = await first('searchUserTasks', { processInstanceKey, state: 'created' });
    await call('completeUserTask', { userTaskKey: open['userTaskKey'], variables: { why: 'fine' } });
    await call('cancelProcessInstance', { processInstanceKey: await start('review') });
  }

  async function jobs(): Promise<void> {
    const take = async () => {
      const options = { type: 'pack', worker: 'packer', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1 };
      const [job] = (await call('activateJobs', options)) as unknown as readonly { readonly jobKey: string }[];
      return job!.jobKey;
    };
    await start('delivery', { weight: 2 });
    await call('completeJob', { jobKey: await take(), variables: { packed: true } });
    await start('delivery');
    await call('errorJob', {
      jobKey: await take(),
      errorCode: 'gone',
      errorMessage: 'The parcel is gone.',
      variables: {},
    });
    const processInstanceKey = await start('delivery');
    const jobKey = await take();
    await call('updateJob', { jobKey, retries: 2, timeout: 60_000 });
    await call('failJob', { jobKey, retries: 0, errorMessage: 'No tape.', retryBackOff: 0 });
    const { incidentKey } = await first('searchIncidents', { processInstanceKey });
    await call('resolveIncident', incidentKey);
    await call('completeJob', { jobKey: await take(), variables: {} });
    const worker = client.createJobWorker({
      type: 'pack',
      worker: 'packer',
      timeout: 60_000,
      maxJobsToActivate: 1,
      jobHandler: (job) => job.complete(),
    });
    await call('createProcessInstanceWithResult', { processDefinitionId: 'delivery', variables: { weight: 1 } });
    await worker.stop(1_000).catch(() => undefined);
  }

  async function messages(): Promise<void> {
    await start('payment', { order: 'o-1' });
    await call('correlateMessage', { name: 'paid', correlationKey: 'o-1', variables: {} });
    await call('publishMessage', { name: 'paid', correlationKey: 'o-2', timeToLive: 1_000, variables: {} });
    await call('broadcastSignal', { signalName: 'fire', variables: {} });
  }

  async function documents(): Promise<void> {
    const file = join(temporaryFolder(), 'rules.txt');
    writeFileSync(file, 'Le règlement');
    const { documentId, contentHash } = (await call('uploadDocument', {
      file: createReadStream(file),
      metadata: { fileName: 'rules.txt', contentType: 'text/plain' },
    })) as unknown as Record<string, string>;
    await call('uploadDocuments', { files: [createReadStream(file)] });
    await call('downloadDocument', { documentId, contentHash });
    await call('createDocumentLink', { documentId, timeToLive: 60_000 });
    await call('deleteDocument', { documentId });
  }
}
