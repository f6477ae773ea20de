/** Every operation that `@camunda8/orchestration-cluster-api` knows and we have, once, as a back office would use them. */
import type { CamundaClient } from '@camunda8/orchestration-cluster-api';
import { AT_ONCE } from '../support/camunda-clients.js';
import { files, review } from './models.js';

/** Keys of one kind are a type of their own to this client; to this story a key is a key. */
type Loose = { readonly [Name in keyof CamundaClient]: (...options: unknown[]) => Promise<Answer> };
type Answer = Readonly<Record<string, never>> & { readonly items: readonly Readonly<Record<string, string>>[] };

/** `interrupt` suspends a batch that was too quick to be stopped. */
export async function clusterStory(
  client: CamundaClient,
  interrupt: (batchOperationKey: string) => Promise<void>,
): Promise<void> {
  const call = async (name: keyof Loose, input?: object, search = false): Promise<Answer> => {
    const operation = (client as unknown as Loose)[name].bind(client);
    if (input === undefined) return search ? operation(AT_ONCE) : operation();
    return search ? operation(input, AT_ONCE) : operation(input);
  };
  const find = (name: keyof Loose, input: object = {}) => call(name, input, true);
  const first = async (name: keyof Loose, input: object = {}) => (await find(name, input)).items[0]!;
  const start = async (processDefinitionId: string, options: object = {}) =>
    String((await call('createProcessInstance', { processDefinitionId, ...options }))['processInstanceKey']);

  await call('getStatus');
  await call('getTopology');
  await call('getLicense');
  await call('getAuthentication');

  await models();
  const reviewed = await tasks();
  await jobs();
  await messages();
  await instances(reviewed);
  await batches();
  await documents();
  await call('pinClock', { timestamp: Date.now() + 60_000 });
  await call('resetClock');

  async function models(): Promise<void> {
    const deployed = await call('createDeployment', { resources: files() });
    await call('createDeployment', { resources: [new File([review('verify')], 'review.bpmn')] });
    const definition = await first('searchProcessDefinitions', {
      filter: { processDefinitionId: 'review', isLatestVersion: true },
      sort: [{ field: 'version', order: 'DESC' }],
      page: { limit: 5 },
    });
    const { processDefinitionKey } = definition;
    for (const name of ['getProcessDefinition', 'getProcessDefinitionXml', 'getStartProcessForm'] as const)
      await find(name, { processDefinitionKey });
    const { decisionDefinitionKey } = await first('searchDecisionDefinitions', { filter: { name: 'Fee' } });
    await find('getDecisionDefinition', { decisionDefinitionKey });
    await find('getDecisionDefinitionXml', { decisionDefinitionKey });
    const { decisionRequirementsKey } = await first('searchDecisionRequirements');
    await find('getDecisionRequirements', { decisionRequirementsKey });
    await find('getDecisionRequirementsXml', { decisionRequirementsKey });
    await call('evaluateDecision', { decisionDefinitionKey, variables: { copies: 3 } });
    const { decisionEvaluationInstanceKey } = await first('searchDecisionInstances', {
      filter: { state: 'EVALUATED' },
    });
    await find('getDecisionInstance', { decisionEvaluationInstanceKey });
    await call('evaluateExpression', { expression: '=copies * 2', variables: { copies: 3 } });
    await call('evaluateConditionals', { variables: { level: 6 } });
    const [notes] = (deployed['resources'] as unknown as readonly Readonly<Record<string, string>>[]) ?? [];
    await call('getResource', { resourceKey: notes!['resourceKey'] });
    await call('getResourceContent', { resourceKey: notes!['resourceKey'] });
    await call('deleteResource', { resourceKey: notes!['resourceKey'] });
  }

  async function tasks(): Promise<string> {
    const processInstanceKey = await start('review', {
      variables: { amount: 12 },
      tags: ['urgent'],
      businessId: 'R-1',
    });
    const { userTaskKey } = await first('searchUserTasks', {
      filter: { processInstanceKey, state: 'CREATED', priority: { $gte: 50 } },
      sort: [{ field: 'creationDate', order: 'ASC' }],
    });
    await find('getUserTask', { userTaskKey });
    await find('getUserTaskForm', { userTaskKey });
    await find('searchUserTaskVariables', { userTaskKey });
    await find('searchUserTaskEffectiveVariables', { userTaskKey });
    await call('assignUserTask', { userTaskKey, assignee: 'agent1@example.org', allowOverride: false });
    await call('unassignUserTask', { userTaskKey });
    await call('updateUserTask', { userTaskKey, changeset: { priority: 80, dueDate: '2030-01-02T03:04:05Z' } });
    await call('completeUserTask', { userTaskKey, variables: { why: 'fine' } });
    await find('searchUserTaskAuditLogs', { userTaskKey });
    const { auditLogKey } = await first('searchAuditLogs', { filter: { processInstanceKey } });
    await find('getAuditLog', { auditLogKey });
    return processInstanceKey;
  }

  async function jobs(): Promise<void> {
    const take = async () => {
      const options = { type: 'pack', worker: 'packer', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1 };
      const { jobs: taken } = (await call('activateJobs', options)) as unknown as { jobs: { jobKey: string }[] };
      return taken[0]!.jobKey;
    };
    await start('delivery', { variables: { weight: 2 } });
    await call('completeJob', { jobKey: await take(), variables: { packed: true } });
    await start('delivery');
    const error = { errorCode: 'gone', errorMessage: 'The parcel is gone.', variables: { where: 'road' } };
    await call('throwJobError', { jobKey: await take(), ...error });
    const processInstanceKey = await start('delivery');
    const jobKey = await take();
    await call('updateJob', { jobKey, changeset: { retries: 5, timeout: 120_000 } });
    await call('failJob', { jobKey, retries: 0, errorMessage: 'No tape.', variables: { tape: 0 } });
    await find('searchJobs', { filter: { type: 'pack', state: 'COMPLETED' } });
    const span = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    await find('getGlobalJobStatistics', span);
    await find('getJobTypeStatistics', { filter: span });
    const filter = { ...span, jobType: 'pack' };
    await find('getJobWorkerStatistics', { filter });
    await find('getJobErrorStatistics', { filter });
    await find('getJobTimeSeriesStatistics', { filter: { ...filter, resolution: 'P1D' } });

    const { incidentKey, elementInstanceKey } = await first('searchIncidents', { filter: { processInstanceKey } });
    await find('getIncident', { incidentKey });
    await find('searchProcessInstanceIncidents', { processInstanceKey });
    await find('searchElementInstanceIncidents', { elementInstanceKey });
    const { errorHashCode } = await first('getProcessInstanceStatisticsByError');
    await find('getProcessInstanceStatisticsByDefinition', { filter: { errorHashCode } });
    await call('resolveIncident', { incidentKey });
    await call('failJob', { jobKey: await take(), retries: 0, errorMessage: 'No tape.' });
    await call('resolveProcessInstanceIncidents', { processInstanceKey });
    await call('cancelProcessInstance', { processInstanceKey });
  }

  async function messages(): Promise<void> {
    const variables = { order: 'o-1' };
    await start('payment', { variables });
    await find('searchMessageSubscriptions', { filter: { messageName: 'paid' } });
    await find('getProcessDefinitionMessageSubscriptionStatistics', { filter: { messageName: 'paid' } });
    await call('correlateMessage', { name: 'paid', correlationKey: 'o-1', variables: { amount: 3 } });
    await call('publishMessage', { name: 'paid', correlationKey: 'o-2', timeToLive: 60_000, messageId: 'm-1' });
    await find('searchCorrelatedMessageSubscriptions', { filter: { messageName: 'paid' } });
    await call('broadcastSignal', { signalName: 'fire', variables: { floor: 2 } });
  }

  async function instances(reviewed: string): Promise<void> {
    await find('searchProcessInstances', {
      filter: { state: 'COMPLETED', tags: ['urgent'] },
      sort: [{ field: 'startDate', order: 'DESC' }],
      page: { from: 0, limit: 10 },
    });
    const ofReviewed = { processInstanceKey: reviewed };
    for (const name of [
      'getProcessInstance',
      'getProcessInstanceStatistics',
      'getProcessInstanceSequenceFlows',
      'getProcessInstanceCallHierarchy',
    ] as const)
      await find(name, ofReviewed);
    const { elementInstanceKey } = await first('searchElementInstances', {
      filter: { ...ofReviewed, type: 'USER_TASK' },
    });
    await find('getElementInstance', { elementInstanceKey });
    const { variableKey } = await first('searchVariables', { filter: { ...ofReviewed, name: 'amount' } });
    await find('getVariable', { variableKey });
    const { processDefinitionKey } = (await find('getProcessInstance', ofReviewed)) as unknown as Record<
      string,
      string
    >;
    await find('getProcessDefinitionStatistics', { processDefinitionKey, filter: { state: 'COMPLETED' } });
    await find('getProcessDefinitionInstanceStatistics');
    await find('getProcessDefinitionInstanceVersionStatistics', { filter: { processDefinitionId: 'review' } });

    const running = await start('choice', { variables: { a: 1 } });
    await call('createElementInstanceVariables', { elementInstanceKey: running, variables: { b: 2 }, local: false });
    const adHoc = await first('searchElementInstances', { filter: { processInstanceKey: running, elementId: 'free' } });
    await call('activateAdHocSubProcessActivities', {
      adHocSubProcessInstanceKey: adHoc['elementInstanceKey'],
      elements: [{ elementId: 'call', variables: { who: 'Exemple' } }],
    });
    await call('cancelProcessInstance', { processInstanceKey: running });
    const old = await start('review', { processDefinitionVersion: 1 });
    const target = { processInstanceKey: old, targetProcessDefinitionKey: processDefinitionKey };
    const mappingInstructions = [{ sourceElementId: 'check', targetElementId: 'verify' }];
    await call('migrateProcessInstance', { ...target, mappingInstructions });
    await call('modifyProcessInstance', {
      processInstanceKey: old,
      activateInstructions: [{ elementId: 'verify', variableInstructions: [{ variables: { again: true } }] }],
      terminateInstructions: [{ elementId: 'verify' }],
    });
  }

  async function batches(): Promise<void> {
    const nothing = { filter: { businessId: 'nobody has this' } };
    const { processDefinitionKey } = await first('searchProcessDefinitions', {
      filter: { processDefinitionId: 'review' },
    });
    await call('resolveIncidentsBatchOperation', nothing);
    await call('modifyProcessInstancesBatchOperation', {
      ...nothing,
      moveInstructions: [{ sourceElementId: 'check', targetElementId: 'check' }],
    });
    await call('migrateProcessInstancesBatchOperation', {
      ...nothing,
      migrationPlan: { targetProcessDefinitionKey: processDefinitionKey, mappingInstructions: [] },
    });
    for (let n = 0; n < 3; n++) await start('review', { tags: ['batch'] });
    const { batchOperationKey } = (await call('cancelProcessInstancesBatchOperation', {
      filter: { tags: ['batch'] },
    })) as unknown as Record<string, string>;
    await find('searchBatchOperations', { filter: { operationType: 'CANCEL_PROCESS_INSTANCE' } });
    await find('getBatchOperation', { batchOperationKey });
    await find('searchBatchOperationItems', { filter: { batchOperationKey } });
    await interrupt(batchOperationKey!);
    await call('suspendBatchOperation', { batchOperationKey });
    await call('cancelBatchOperation', { batchOperationKey });
    await interrupt(batchOperationKey!);
    await call('resumeBatchOperation', { batchOperationKey });
  }

  async function documents(): Promise<void> {
    const file = () => new File(['Le règlement'], 'rules.txt', { type: 'text/plain' });
    const { documentId } = (await call('createDocument', { file: file() })) as unknown as Record<string, string>;
    await call('createDocuments', { files: [file()] });
    await call('getDocument', { documentId });
    await call('createDocumentLink', { documentId, timeToLive: 60_000 });
    await call('deleteDocument', { documentId });
  }
}
