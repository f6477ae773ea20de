/** Word of the API -> BPMN type, as history writes it. */
export const ELEMENT_TYPES: Readonly<Record<string, string>> = {
  PROCESS: 'Process',
  SUB_PROCESS: 'SubProcess',
  AD_HOC_SUB_PROCESS: 'AdHocSubProcess',
  TRANSACTION: 'Transaction',
  START_EVENT: 'StartEvent',
  INTERMEDIATE_CATCH_EVENT: 'IntermediateCatchEvent',
  INTERMEDIATE_THROW_EVENT: 'IntermediateThrowEvent',
  BOUNDARY_EVENT: 'BoundaryEvent',
  END_EVENT: 'EndEvent',
  SERVICE_TASK: 'ServiceTask',
  RECEIVE_TASK: 'ReceiveTask',
  USER_TASK: 'UserTask',
  MANUAL_TASK: 'ManualTask',
  TASK: 'Task',
  EXCLUSIVE_GATEWAY: 'ExclusiveGateway',
  INCLUSIVE_GATEWAY: 'InclusiveGateway',
  PARALLEL_GATEWAY: 'ParallelGateway',
  EVENT_BASED_GATEWAY: 'EventBasedGateway',
  CALL_ACTIVITY: 'CallActivity',
  BUSINESS_RULE_TASK: 'BusinessRuleTask',
  SCRIPT_TASK: 'ScriptTask',
  SEND_TASK: 'SendTask',
  // words that nothing of ours has
  EVENT_SUB_PROCESS: '',
  AD_HOC_SUB_PROCESS_INNER_INSTANCE: '',
  MULTI_INSTANCE_BODY: '',
  SEQUENCE_FLOW: '',
  UNSPECIFIED: '',
  UNKNOWN: '',
};

/** A transaction is a sub-process to clients; what the API has no word for is unknown to them. */
export function elementTypeWord(type: string): string {
  if (type === 'Transaction') return 'SUB_PROCESS';
  const [word] = Object.entries(ELEMENT_TYPES).find(([, stored]) => stored === type) ?? ['UNKNOWN'];
  return word;
}
