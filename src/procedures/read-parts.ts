import type { Form } from '../forms/form.js';
import { LANGS } from '../forms/lang.js';
import { readForm } from '../forms/read-form.js';
import { byName, nameOf, type ProcedureFolder } from './folder.js';
import type { Parts } from './material.js';
import type { Findings } from './procedure-diagnostic.js';
import { readOutline } from './process-outline.js';
import { readYaml, Schema } from './read-yaml.js';
import { flatten, Texts } from './texts.js';
import { textsSchema } from './texts-schema.js';

const textsFile = new Schema<object>(textsSchema);

/** What a folder holds besides its facts, as far as it could be read. The process must have the id `key`. */
export function readParts(folder: ProcedureFolder, key: string | undefined, findings: Findings): Parts {
  const outline = readOutline(folder.process?.content ?? '');
  if (!folder.process)
    findings.error('process.bpmn', 'file-missing', 'Expected a file process.bpmn, but there is none.');
  else if (key !== undefined && outline.processId !== undefined && outline.processId !== key)
    findings.error(
      'process.bpmn',
      'process-id-differs',
      `Expected the id of the process to be "${key}", but it is "${outline.processId}".`,
      { line: outline.elements.find(({ id }) => id === outline.processId)?.line ?? 1 },
    );
  return {
    forms: readForms(folder, findings),
    texts: readTexts(folder, findings),
    messages: byName(folder.messages),
    documents: byName(folder.documents),
    outline,
    resources: [...(folder.process ? [folder.process] : []), ...folder.decisions, ...folder.forms],
  };
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
  return new Texts((lang) => sentences[lang] ?? new Map<string, string>());
}
