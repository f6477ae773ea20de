import { Linter, type RuleFactory } from 'bpmnlint';
import duplicateExecutionListeners from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/duplicate-execution-listeners.js';
import duplicateTaskHeaders from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/duplicate-task-headers.js';
import escalationBoundaryEventAttachedToRef from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/escalation-boundary-event-attached-to-ref.js';
import executionListener from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/execution-listener.js';
import feelCompatibility from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/feel-compatibility.js';
import ioMapping from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/io-mapping.js';
import priorityDefinition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/priority-definition.js';
import startEventForm from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/start-event-form.js';
import taskListener from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/task-listener.js';
import taskSchedule from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/task-schedule.js';
import userTaskForm from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/user-task-form.js';
import variableName from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/variable-name.js';
import versionTag from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/version-tag.js';
import { diagnostic } from '../diagnostics.js';
import type { Xml } from '../elements/xml.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Place } from './start-tags.js';

/**
 * Of the Modeler's rules for Camunda 8.9 those that hold here as well. The others say what Camunda does not execute and
 * Beffroi does, or what our own diagnostics say with line and column.
 */
const rules: { readonly [name: string]: RuleFactory } = {
  'duplicate-execution-listeners': duplicateExecutionListeners,
  'duplicate-task-headers': duplicateTaskHeaders,
  'escalation-boundary-event-attached-to-ref': escalationBoundaryEventAttachedToRef,
  'execution-listener': executionListener,
  'feel-compatibility': feelCompatibility,
  'io-mapping': ioMapping,
  'priority-definition': priorityDefinition,
  'start-event-form': startEventForm,
  'task-listener': taskListener,
  'task-schedule': taskSchedule,
  'user-task-form': userTaskForm,
  'variable-name': variableName,
  'version-tag': versionTag,
};

/** What the Modeler itself would say about the file. Advice: what it forbids may still run here. */
export async function modelerRules(definitions: Xml, places: ReadonlyMap<string, Place>): Promise<Diagnostic[]> {
  const linter = new Linter({
    resolver: { resolveRule: (_, name) => rules[name.split('/').at(-1)!]!, resolveConfig: () => ({}) },
  });
  const chosen = Object.keys(rules).map((name) => [name, ['warn', { version: '8.9' }]]);
  const results = await linter.lint(definitions, { rules: Object.fromEntries(chosen) as object });
  return Object.entries(results).flatMap(([rule, reports]) =>
    reports
      .filter(({ category }) => category === 'warn')
      .map(({ id, message }) =>
        diagnostic(
          'modeler-rule',
          { problem: `${message} (Modeler: ${rule})` },
          { ...(id !== undefined && { element: id }), ...places.get(id ?? '') },
        ),
      ),
  );
}
