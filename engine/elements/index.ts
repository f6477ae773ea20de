import { adHocSubProcess } from './activities/ad-hoc-sub-process.js';
import { businessRuleTask } from './activities/business-rule-task.js';
import { callActivity } from './activities/call-activity.js';
import { process } from './activities/process.js';
import { receiveTask } from './activities/receive-task.js';
import { scriptTask } from './activities/script-task.js';
import { sendTask } from './activities/send-task.js';
import { serviceTask } from './activities/service-task.js';
import { subProcess } from './activities/sub-process.js';
import { transaction } from './activities/transaction.js';
import { undefinedTask } from './activities/undefined-task.js';
import { userTask } from './activities/user-task.js';
import type { Element } from './element.js';
import { boundaryEvent } from './events/boundary-event.js';
import { endEvent } from './events/end-event.js';
import { intermediateCatchEvent } from './events/intermediate-catch-event.js';
import { intermediateThrowEvent } from './events/intermediate-throw-event.js';
import { startEvent } from './events/start-event.js';
import { complexGateway } from './gateways/complex-gateway.js';
import { eventBasedGateway } from './gateways/event-based-gateway.js';
import { exclusiveGateway } from './gateways/exclusive-gateway.js';
import { inclusiveGateway } from './gateways/inclusive-gateway.js';
import { parallelGateway } from './gateways/parallel-gateway.js';

/** THE TABLE of BPMN elements. What it lacks is refused at deployment. */
export const elements: { readonly [type: string]: Element } = {
  'bpmn:AdHocSubProcess': adHocSubProcess,
  'bpmn:BoundaryEvent': boundaryEvent,
  'bpmn:BusinessRuleTask': businessRuleTask,
  'bpmn:CallActivity': callActivity,
  'bpmn:ComplexGateway': complexGateway,
  'bpmn:EndEvent': endEvent,
  'bpmn:EventBasedGateway': eventBasedGateway,
  'bpmn:ExclusiveGateway': exclusiveGateway,
  'bpmn:InclusiveGateway': inclusiveGateway,
  'bpmn:IntermediateCatchEvent': intermediateCatchEvent,
  'bpmn:IntermediateThrowEvent': intermediateThrowEvent,
  'bpmn:ManualTask': undefinedTask,
  'bpmn:ParallelGateway': parallelGateway,
  'bpmn:Process': process,
  'bpmn:ReceiveTask': receiveTask,
  'bpmn:ScriptTask': scriptTask,
  'bpmn:SendTask': sendTask,
  'bpmn:ServiceTask': serviceTask,
  'bpmn:StartEvent': startEvent,
  'bpmn:SubProcess': subProcess,
  'bpmn:Task': undefinedTask,
  'bpmn:Transaction': transaction,
  'bpmn:UserTask': userTask,
};
