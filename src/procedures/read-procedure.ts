import { basename } from 'node:path';
import type { Form } from '../forms/form.js';
import { LANGS, type Lang } from '../forms/lang.js';
import { readForm } from '../forms/read-form.js';
import { byName, nameOf, type ProcedureFolder, readFolder } from './folder.js';
import { Procedure, type ProcedureFacts } from './procedure.js';
import { Findings, type ProcedureDiagnostic } from './procedure-diagnostic.js';
import { procedureSchema } from './procedure-schema.js';
import { type ProcessOutline, readOutline, startEvent } from './process-outline.js';
import { readYaml, Schema } from './read-yaml.js';
import { flatten, Texts } from './texts.js';
import { textsSchema } from './texts-schema.js';

const schema = new Schema<ProcedureFacts>(procedureSchema);
const textsFile = new Schema<object>(textsSchema);

/** A folder as far as it could be read. `procedure` is there when nothing in the way of using it was found. */
export interface ReadProcedure {
  readonly folder: ProcedureFolder;
  readonly outline: ProcessOutline;
  readonly procedure?: Procedure;
  readonly diagnostics: readonly ProcedureDiagnostic[];
}

/** Reads one procedure's folder. Models and decisions are judged later, by whoever deploys or checks them. */
export function readProcedure(path: string): ReadProcedure {
  const folder = readFolder(path);
  const findings = new Findings();
  const facts = readFacts(folder, findings);
  const forms = readForms(folder, findings);
  const texts = readTexts(folder, findings);
  const outline = readOutline(folder.process?.content ?? '');
  const startForm = findStartForm(folder, outline, forms, findings);
  if (facts && outline.processId !== undefined && outline.processId !== facts.key)
    findings.error(
      'process.bpmn',
      'process-id-differs',
      `Expected the id of the process to be "${facts.key}", but it is "${outline.processId}".`,
    );
  const found = { folder, outline, diagnostics: findings.all };
  if (!facts || !startForm || findings.hasErrors) return found;
  const resources = [folder.process!, ...folder.decisions, ...folder.forms];
  const procedure = new Procedure(
    facts,
    path,
    texts,
    forms,
    startForm,
    byName(folder.messages),
    byName(folder.documents),
    outline,
    resources,
  );
  return { ...found, procedure };
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
    );
  return facts;
}

function readForms(folder: ProcedureFolder, findings: Findings): Map<string, Form> {
  const forms = new Map<string, Form>();
  for (const file of folder.forms) {
    const result = readForm(file.content);
    if ('problems' in result) {
      for (const { code, element, message } of result.problems)
        findings.error(file.name, code, message, element === undefined ? {} : { element });
      continue;
    }
    if (result.form.id !== nameOf(file))
      findings.error(
        file.name,
        'form-id-differs',
        `Expected the id "${nameOf(file)}", as the file, but it is "${result.form.id}".`,
      );
    forms.set(result.form.id, result.form);
  }
  return forms;
}

function readTexts(folder: ProcedureFolder, findings: Findings): Texts {
  const sentences = Object.fromEntries(LANGS.map((lang) => [lang, new Map<string, string>()]));
  for (const file of folder.texts) {
    const lang = nameOf(file);
    if (!(lang in sentences))
      findings.error(file.name, 'language-unknown', `Expected one of ${LANGS.join(', ')}, but found ${file.name}.`);
    else sentences[lang] = flatten(readYaml(file.name, file.content, textsFile, findings));
  }
  return new Texts(sentences as Record<Lang, Map<string, string>>);
}

function findStartForm(
  folder: ProcedureFolder,
  outline: ProcessOutline,
  forms: ReadonlyMap<string, Form>,
  findings: Findings,
): Form | undefined {
  if (!folder.process) {
    findings.error('process.bpmn', 'file-missing', 'Expected a file process.bpmn, but there is none.');
    return undefined;
  }
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
