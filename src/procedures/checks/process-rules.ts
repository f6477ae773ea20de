import { lintModel } from '../lint/lint-model.js';
import type { Checked } from './checked.js';

/** What another diagnostic has said of the same model, and more precisely. */
const SAID_OTHERWISE: { readonly [code: string]: readonly string[] } = {
  'condition-missing': ['flow-without-condition', 'condition-not-feel'],
  'condition-unreadable': ['expression-invalid'],
  'document-without-template': ['header-missing'],
  'not-drawn': ['drawing-incomplete'],
  'call-without-retries': ['job-type-unknown'],
  'call-without-timeout': ['job-type-unknown'],
  'call-without-key': ['job-type-unknown'],
  'call-without-way-out': ['job-type-unknown'],
};

/** A word that would say nothing to the program. */
const ERRORS = ['clock-mark-unknown', 'clock-word-old'];

/** What a block may leave as its caller has it. */
const OF_PROCEDURES = ['task-without-status'];

/** The rules of a commune for its models: those that `bpmnlint-plugin-commune` brings to the Modeler. */
export async function checkProcessRules({ folder, outline, findings, block }: Checked): Promise<void> {
  const lines = new Map(outline.elements.map(({ id, line }) => [id, line]));
  const said = new Set(findings.all.map(({ code }) => code));
  const isUncaught = (id?: string): boolean =>
    findings.all.some(({ code, element }) => code === 'job-error-unhandled' && element === id);
  for (const { code, message, element } of await lintModel(folder.process?.content ?? '')) {
    if (SAID_OTHERWISE[code]?.some((other) => said.has(other))) continue;
    if (code === 'call-without-way-out' && isUncaught(element)) continue;
    if (block && OF_PROCEDURES.includes(code)) continue;
    const line = lines.get(element ?? '');
    findings[ERRORS.includes(code) ? 'error' : 'warning']('process.bpmn', code, message, {
      ...(line !== undefined && { line }),
      ...(element !== undefined && { element }),
    });
  }
}
