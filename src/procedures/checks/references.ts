import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { nameOf, type ProcedureFolder, readFolder } from '../folder.js';
import { jobContracts } from '../job-contracts.js';
import type { ProcedureFile } from '../material.js';
import { isBlockFolder } from '../procedure-folders.js';
import { PUBLIC_STATUSES } from '../public-statuses.js';
import type { Place } from '../procedure-diagnostic.js';
import type { OutlineElement } from '../process-outline.js';
import type { Checked } from './checked.js';

const PROCESS = 'process.bpmn';

/** Everything that one file names in another one exists, and every file is used. */
export function checkReferences(checked: Checked): void {
  const departments = knownDepartments(checked.folder.path);
  const decisions = new Set(checked.folder.decisions.flatMap(({ content }) => decisionIds(content)));
  const used = new Set<string>();
  const { acknowledgement, department, fee } = checked.facts;
  if (acknowledgement !== undefined) use('messages', acknowledgement, 'procedure.yaml', { path: ['acknowledgement'] });
  if (departments && department !== undefined && !departments.has(department))
    checked.findings.error('procedure.yaml', 'department-unknown', unknown('department', department, departments), {
      path: ['department'],
    });
  if (fee?.decision !== undefined && !decisions.has(fee.decision))
    checked.findings.error('procedure.yaml', 'decision-missing', unknown('decision', fee.decision, decisions), {
      path: ['fee', 'decision'],
    });
  for (const [role, key] of Object.entries(checked.facts.roles ?? {})) checkRole(role, key);
  for (const element of checked.outline.elements) checkElement(element);
  // a procedure may have a block's message, document or form in its own words
  for (const { folder } of checked.blocks)
    for (const file of filesOf(readFolder(folder))) if (owns(checked.folder, file.name)) used.add(file.name);
  for (const file of filesOf(checked.folder))
    if (!used.has(file.name))
      checked.findings.warning(file.name, 'file-unused', `Nothing in the procedure uses ${file.name}.`);

  function checkRole(role: string, key: string): void {
    const roles = checked.blocks.flatMap(({ facts }) => facts.roles ?? []);
    if (!roles.includes(role))
      checked.findings.error('procedure.yaml', 'role-unknown', unknown('role', role, roles), { path: ['roles', role] });
    if (departments && !departments.has(key))
      checked.findings.error('procedure.yaml', 'department-unknown', unknown('department', key, departments), {
        path: ['roles', role],
      });
  }

  function checkElement(element: OutlineElement): void {
    const where = { line: element.line, element: element.id };
    const say = (code: string, message: string): void => checked.findings.error(PROCESS, code, message, where);
    const applicantForm = element.properties['commune:applicantForm'];
    for (const formId of [element.formId, applicantForm])
      if (formId !== undefined) use('forms', formId, PROCESS, where);
    if (element.decisionId !== undefined && !decisions.has(element.decisionId))
      say('decision-missing', unknown('decision', element.decisionId, decisions));
    const status = element.properties['commune:publicStatus'];
    if (status !== undefined && !PUBLIC_STATUSES.includes(status))
      say('status-unknown', unknown('public status', status, PUBLIC_STATUSES));
    for (const group of element.candidateGroups)
      if (departments && !departments.has(group)) say('department-unknown', unknown('department', group, departments));
    checkJob(element, say);
  }

  function checkJob(element: OutlineElement, say: (code: string, message: string) => void): void {
    const { jobType } = element;
    if (jobType === undefined || jobType.startsWith('=')) return;
    const contract = jobContracts[jobType];
    // a program outside does it, which may set anything (docs/how-to/work-on-jobs-from-outside.md)
    if (!contract && element.properties['commune:worker'] === 'outside') return;
    if (!contract) return say('job-type-unknown', unknown('job type', jobType, Object.keys(jobContracts)));
    for (const header of contract.headers)
      if (!element.headers[header])
        say('header-missing', `Expected a header "${header}" for a job of type ${jobType}, but there is none.`);
    const given = contract.oneOf?.filter((header) => element.headers[header]) ?? [];
    if (contract.oneOf && given.length !== 1)
      say(
        'header-missing',
        `Expected one of the headers "${contract.oneOf.join('" and "')}", but found ${given.length}.`,
      );
    const { status } = element.headers;
    if (jobType === 'set-status' && status && !PUBLIC_STATUSES.includes(status))
      say('status-unknown', unknown('public status', status, PUBLIC_STATUSES));
    const template = element.headers['template'];
    if (contract.template && template && !template.startsWith('='))
      use(contract.template, template, PROCESS, { line: element.line, element: element.id });
  }

  function use(kind: 'forms' | 'messages' | 'documents', name: string, file: string, where: Place = {}): void {
    const found = checked.folder[kind].find((one) => nameOf(one) === name);
    if (found) used.add(found.name);
    else {
      const ending = kind === 'forms' ? '.form' : '.njk';
      checked.findings.error(
        file,
        'file-missing',
        `Expected a file ${kind}/${name}${ending}, but there is none.`,
        where,
      );
    }
  }
}

function filesOf({ forms, messages, documents }: ProcedureFolder): ProcedureFile[] {
  return [...forms, ...messages, ...documents];
}

function owns(folder: ProcedureFolder, name: string): boolean {
  return filesOf(folder).some((file) => file.name === name);
}

/** Ids of the decisions of a DMN file. */
function decisionIds(dmn: string): string[] {
  return [...dmn.matchAll(/<(?:\w+:)?decision\s[^>]*?\bid="([^"]+)"/g)].map((match) => match[1]!);
}

/** `departments.yaml` beside the procedures; without it departments are not checked. */
function knownDepartments(folder: string): Set<string> | undefined {
  const procedures = isBlockFolder(folder) ? dirname(dirname(folder)) : dirname(folder);
  const file = join(procedures, 'departments.yaml');
  if (!existsSync(file)) return undefined;
  return new Set(Object.keys((parse(readFileSync(file, 'utf8')) as object | null) ?? {}));
}

function unknown(kind: string, name: string, known: Iterable<string>): string {
  const names = [...known].join(', ');
  return `Expected a known ${kind}${names ? ` (${names})` : ''}, but found "${name}".`;
}
