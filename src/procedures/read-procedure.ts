import { basename } from 'node:path';
import type { Form } from '../forms/form.js';
import type { Block } from './blocks/block.js';
import { calledBlocks, type KnownBlocks } from './blocks/called-blocks.js';
import { type ProcedureFolder, readFolder } from './folder.js';
import type { Parts } from './material.js';
import { Procedure, type ProcedureFacts } from './procedure.js';
import { Findings, type ProcedureDiagnostic } from './procedure-diagnostic.js';
import { procedureSchema } from './procedure-schema.js';
import { type ProcessOutline, startEvent } from './process-outline.js';
import { readParts } from './read-parts.js';
import { readYaml, Schema } from './read-yaml.js';
import { withSettings } from './settings.js';

const schema = new Schema<ProcedureFacts>(procedureSchema);

/** A folder as far as it could be read. `procedure` is there when nothing in the way of using it was found. */
export interface ReadProcedure {
  readonly folder: ProcedureFolder;
  readonly outline: ProcessOutline;
  readonly procedure?: Procedure;
  /** Every block that it calls, also by blocks. */
  readonly blocks: readonly Block[];
  readonly diagnostics: readonly ProcedureDiagnostic[];
}

/** Reads one procedure's folder. Models and decisions are judged later, by whoever deploys or checks them. */
export function readProcedure(path: string, known?: KnownBlocks): ReadProcedure {
  const folder = readFolder(path);
  const findings = new Findings();
  const facts = readFacts(folder, findings);
  const parts = readParts(folder, facts?.key, findings);
  const startForm = findStartForm(folder, parts, findings);
  const blocks = calledBlocks(path, parts.outline, findings, known);
  const settled = facts && withSettings(path, facts, blocks, findings);
  const found = { folder, outline: parts.outline, blocks, diagnostics: findings.all };
  if (!settled || !startForm || findings.hasErrors) return found;
  return { ...found, procedure: new Procedure(settled, path, parts, startForm, blocks) };
}

function readFacts(folder: ProcedureFolder, findings: Findings): ProcedureFacts | undefined {
  if (!folder.facts) {
    findings.error('procedure.yaml', 'file-missing', 'Expected a file procedure.yaml, but there is none.');
    return undefined;
  }
  const facts = readYaml('procedure.yaml', folder.facts.content, schema, findings);
  const name = basename(folder.path);
  if (facts && facts.key !== name)
    findings.error(
      'procedure.yaml',
      'key-differs',
      `Expected the key "${name}", as the folder, but it is "${facts.key}".`,
      { path: ['key'] },
    );
  return facts;
}

function findStartForm(folder: ProcedureFolder, { outline, forms }: Parts, findings: Findings): Form | undefined {
  if (!folder.process) return undefined;
  const start = startEvent(outline);
  const form = forms.get(start?.formId ?? '');
  if (!form)
    findings.error(
      'process.bpmn',
      'start-form-missing',
      start?.formId === undefined
        ? 'Expected a start event with the form that the citizen fills (zeebe:formDefinition), but there is none.'
        : `Expected a form "${start.formId}" in forms/, but there is none that can be used.`,
      start ? { line: start.line, element: start.id } : {},
    );
  return form;
}
