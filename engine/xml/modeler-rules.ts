import { Linter, type RuleFactory } from 'bpmnlint';
import duplicateListeners from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/duplicate-execution-listeners.js';
import duplicateHeaders from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/duplicate-task-headers.js';
import feelCompatibility from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/feel-compatibility.js';
import taskSchedule from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/task-schedule.js';
import variableName from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/variable-name.js';
import versionTag from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/version-tag.js';
import { diagnostic } from '../diagnostics.js';
import type { Xml } from '../elements/xml.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Place } from './parse.js';

/** The rules of the Modeler that ours do not already state, or state better. */
const rules: { readonly [name: string]: RuleFactory } = {
  'duplicate-execution-listeners': duplicateListeners,
  'duplicate-task-headers': duplicateHeaders,
  'feel-compatibility': feelCompatibility,
  'task-schedule': taskSchedule,
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
