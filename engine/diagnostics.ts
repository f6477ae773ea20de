import type { Diagnostic, Level } from './model/diagnostic.js';

/**
 * How serious it is. `unreadable`: an error at every level; `error`: keeps a model from running, but not from being read.
 */
type Seriousness = 'unreadable' | 'error' | 'warning';

/** Every diagnostic code, how serious it is, and its sentence; `{name}` is the element, other placeholders come with the problem. */
export const sentences = {
  'xml-malformed': ['unreadable', 'Expected well-formed BPMN XML, but {problem}.'],
  'xml-encoding': ['unreadable', 'Expected text in UTF-8, UTF-16, ISO-8859-1 or windows-1252, but {problem}.'],
  'xml-doctype': ['unreadable', 'Expected no document type declaration, but found one: entities are not expanded.'],
  'file-too-large': ['unreadable', 'Expected a file of at most {limit} MB, but it has {size} MB.'],
  'xml-not-bpmn': ['unreadable', 'Expected BPMN 2.0, but the root of the file is {root}.'],
  'xml-too-deep': ['unreadable', 'Expected at most {limit} elements in each other, but there are more.'],
  'xml-draft': ['error', "Expected the namespace of BPMN 2.0, but found that of a draft, '{found}'."],
  'xml-unknown-content': ['error', 'Expected an element of BPMN 2.0, but found {found} ({problem}).'],
  'xml-unknown-attribute': ['warning', "Expected attributes of BPMN 2.0 on '{name}', but found '{attribute}'."],
  'extension-foreign': [
    'warning',
    "Expected extensions of Camunda 8 only, but '{prefix}:' ({uri}) is used {count} times: it is not executed.",
  ],
  'extension-unknown': ['warning', 'Expected an extension of Camunda 8, but found {found} ({problem}).'],
  'drawing-incomplete': ['warning', 'Expected a drawing of every element, but {found} does not fit ({problem}).'],
  'process-missing': ['error', 'Expected at least one executable process, but there is none.'],
  'process-empty': ['error', "Expected process '{name}' to have elements, but it is empty."],
  'process-start-events': [
    'error',
    "Expected at most one start event without a trigger in process '{name}', but there are {count}.",
  ],
  'element-unsupported': ['error', "Expected an element that Beffroi executes, but '{name}' is a {type}."],
  'id-missing': ['error', 'Expected every element to have an id, but a {type} has none.'],
  'id-duplicate': ['unreadable', "Expected ids to be unique, but '{id}' is used more than once."],
  'id-illegal': [
    'error',
    "Expected an id to be a letter followed by letters, digits, '-', '_' or '.', but found '{id}'.",
  ],
  'reference-dangling': [
    'error',
    "Expected '{name}' to refer to an existing element, but {property} is '{reference}'.",
  ],
  'flow-without-end': [
    'error',
    "Expected flow '{name}' to lead from one element to another of the same scope, but {problem}.",
  ],
  'flow-without-condition': [
    'error',
    "Expected a condition on flow '{flow}' out of '{name}', but it has none and is not the default flow.",
  ],
  'condition-not-feel': [
    'error',
    "Expected the condition of flow '{name}' to be FEEL starting with '=', but found '{found}'.",
  ],
  'expression-invalid': ['error', "Expected valid FEEL in '{name}', but {problem}"],
  'mapping-incomplete': [
    'error',
    "Expected every mapping of '{name}' to have a source and a target, but one has no {missing}.",
  ],
  'job-without-type': ['error', "Expected '{name}' to have a job type (zeebe:taskDefinition), but it has none."],
  'script-task-without-script': [
    'error',
    "Expected '{name}' to have either a script (zeebe:script with expression and result variable) or a job type, but it has neither or both.",
  ],
  'script-not-feel': ['error', "Expected the script of '{name}' to be FEEL starting with '=', but it is static text."],
  'business-rule-task-without-decision': [
    'error',
    "Expected '{name}' to have either a called decision (with a result variable) or a job type, but it has neither or both.",
  ],
  'call-activity-without-process': [
    'error',
    "Expected '{name}' to call a process (zeebe:calledElement), but it names none.",
  ],
  'loop-without-end': ['error', "Expected the loop of '{name}' to have a condition or a maximum, but it has neither."],
  'multi-instance-without-collection': [
    'error',
    "Expected the multi-instance activity '{name}' to have an input collection or a cardinality, but it has neither.",
  ],
  'multi-instance-output': [
    'error',
    "Expected output collection and output element of '{name}' to come together, but one is missing.",
  ],
  'sub-process-start-events': ['error', "Expected '{name}' to have exactly one start event, but it has {count}."],
  'start-event-trigger': [
    'error',
    "Expected the start event '{name}' of a sub-process to have no trigger, but it has one.",
  ],
  'event-sub-process-start': [
    'error',
    "Expected the start event '{name}' of an event sub-process to have a trigger, but it has none.",
  ],
  'cancel-outside-transaction': [
    'error',
    "Expected cancel event '{name}' inside or on a transaction, but there is none.",
  ],
  'event-without-definition': ['error', "Expected '{name}' to say what it waits for, but it has no event definition."],
  'event-definition-unknown': ['error', "Expected an event that Beffroi executes, but '{name}' has a {definition}."],
  'event-definition-misplaced': [
    'error',
    "Expected another kind of event, but '{name}' has a {definition}, which cannot be a {position} event.",
  ],
  'boundary-event-unattached': [
    'error',
    "Expected boundary event '{name}' to be attached to an activity, but it is not.",
  ],
  'boundary-event-with-incoming': ['error', "Expected no flow into boundary event '{name}', but there is one."],
  'event-based-gateway-branches': [
    'error',
    "Expected at least two flows out of event-based gateway '{name}', but there are {count}.",
  ],
  'event-based-gateway-target': [
    'error',
    "Expected only catch events and receive tasks behind event-based gateway '{name}', but '{target}' is none.",
  ],
  'event-based-gateway-parallel': [
    'error',
    "Expected the parallel event-based gateway '{name}' to start the process (instantiate), but it does not.",
  ],
  'timer-without-time': [
    'error',
    "Expected the timer of '{name}' to have one of date, duration or cycle, but it has {given}.",
  ],
  'timer-cycle-fires-once': [
    'error',
    "Expected a date or duration for '{name}', but it has a cycle and can fire only once.",
  ],
  'timer-malformed': ['error', "{problem} in the timer of '{name}'."],
  'message-without-name': ['error', "Expected '{name}' to refer to a message with a name, but it does not."],
  'message-without-correlation-key': [
    'error',
    "Expected message '{message}' of '{name}' to have a correlation key (zeebe:subscription), but it has none.",
  ],
  'link-without-name': ['error', "Expected link event '{name}' to have a link name, but it has none."],
  'link-without-counterpart': [
    'error',
    "Expected another link event named '{link}' in the scope of '{name}', but there is none.",
  ],
  'conditional-without-condition': [
    'error',
    "Expected conditional event '{name}' to have a condition, but it has none.",
  ],
  'compensation-without-handler': [
    'error',
    "Expected compensation event '{name}' to be linked to the activity that undoes, but it is not.",
  ],
  'ad-hoc-worker-decides': [
    'warning',
    "Expected the worker of ad-hoc sub-process '{name}' alone to say what runs, but {found} is given: it is not looked at.",
  ],
  'ad-hoc-with-event': ['error', "Expected no start or end event in ad-hoc sub-process '{name}', but found '{event}'."],
  'complex-gateway-without-condition': [
    'error',
    "Expected complex gateway '{name}' to have an activation condition, but it has none.",
  ],
  'signal-without-name': ['error', "Expected '{name}' to refer to a signal with a name, but it does not."],
  'error-without-code': ['error', "Expected '{name}' to throw an error with a code, but it has none."],
  'error-not-interrupting': ['error', "Expected error event '{name}' to interrupt, but it does not."],
  'escalation-without-code': ['error', "Expected '{name}' to throw an escalation with a code, but it has none."],
  'caught-code-not-static': ['error', "Expected a fixed code to catch at '{name}', but '{caught}' is an expression."],
  'catch-ambiguous': [
    'error',
    "Expected one event at most to catch {code} at the same place, but '{name}' does so too.",
  ],
  'start-missing': ['error', "Expected '{name}' to begin somewhere, but a flow leads to every element."],
  'sub-process-empty': ['error', "Expected sub-process '{name}' to have elements, but it is empty."],
  'start-event-missing': [
    'warning',
    "Expected '{name}' to have a start event as it has an end event, but it has none.",
  ],
  'end-event-missing': ['warning', "Expected '{name}' to have an end event as it has a start event, but it has none."],
  'start-ambiguous': ['error', "Expected one start event for message '{message}', but '{name}' is another."],
  'link-ambiguous': ['error', "Expected one place where link '{link}' leads, but '{name}' is another."],
  'flow-into-start': ['error', "Expected no flow into '{name}', which is {what}, but there is one."],
  'flow-out-of-end': ['error', "Expected no flow out of '{name}', which is {what}, but there is one."],
  'condition-misplaced': [
    'error',
    "Expected no condition on flow '{name}' out of '{source}', which does not choose, but there is one.",
  ],
  'default-flow-with-condition': [
    'warning',
    "Expected no condition on default flow '{name}', but there is one: it is not looked at.",
  ],
  'default-flow-misplaced': [
    'error',
    "Expected the default flow of '{name}' to be one of its own, but '{flow}' begins elsewhere.",
  ],
  'event-based-gateway-target-shared': [
    'error',
    "Expected no flow into '{name}' but the one from the event-based gateway, but there are others.",
  ],
  'gateway-deadlock': [
    'warning',
    "Expected a token on every flow into '{name}', but it can happen that none comes along '{flow}' and the others wait for ever.",
  ],
  'text-not-feel': ['error', "Expected {what} of '{name}' to be FEEL starting with '=', but found '{found}'."],
  'element-unreachable': ['warning', "Expected a way to '{name}', but no flow or event leads there."],
  'endless-loop': [
    'error',
    "Expected a loop to wait somewhere, but '{name}' comes back to itself through {through} without ever waiting.",
  ],
  'modeler-rule': ['warning', '{problem}'],
} as const satisfies { readonly [code: string]: readonly [Seriousness, string] };

export type DiagnosticCode = keyof typeof sentences;

/** Makes a diagnostic of a code and what its sentence needs. */
export function diagnostic(
  code: DiagnosticCode,
  detail: { readonly [name: string]: string } = {},
  where: Pick<Diagnostic, 'element' | 'line' | 'column'> = {},
): Diagnostic {
  const [severity, sentence] = sentences[code];
  const message = sentence.replace(/\{(\w+)\}/g, (_, name: string) => detail[name] ?? '');
  return { code, severity: severity === 'warning' ? 'warning' : 'error', ...where, message };
}

/** What diagnostics mean at a level. */
export function atLevel(level: Level, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  if (level === 'executable') return [...diagnostics];
  return diagnostics.map((found) => (isReadable(found) ? { ...found, severity: 'warning' } : found));
}

function isReadable({ code }: Diagnostic): boolean {
  const [seriousness] = (sentences as { [code: string]: readonly [Seriousness, string] })[code] ?? ['unreadable'];
  return seriousness !== 'unreadable';
}
