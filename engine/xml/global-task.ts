import type { Xml } from '../elements/xml.js';

/** A task that stands beside the processes, for call activities to call (BPMN 2.0.2, 10.3.3 and 10.3.6). */
const tasks: { readonly [type: string]: string } = {
  'bpmn:GlobalTask': 'bpmn:Task',
  'bpmn:GlobalBusinessRuleTask': 'bpmn:BusinessRuleTask',
  'bpmn:GlobalManualTask': 'bpmn:ManualTask',
  'bpmn:GlobalScriptTask': 'bpmn:ScriptTask',
  'bpmn:GlobalUserTask': 'bpmn:UserTask',
};

/** A global task as what it does when it is called: a process with this task alone. */
export function processOfGlobalTask(xml: Xml): Xml | undefined {
  const type = tasks[xml.$type];
  if (type === undefined) return undefined;
  const process = { $type: 'bpmn:Process', id: xml.id, name: xml.name, isExecutable: true };
  // The task keeps everything that was written on it, under an id of its own.
  const task = Object.create(xml, {
    $type: { value: type },
    $parent: { value: process },
    id: { value: `${String(xml.id)}_task` },
  }) as Xml;
  return { ...process, flowElements: [task] };
}
