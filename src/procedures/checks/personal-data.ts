import { isExpression } from '#engine';
import type { Field } from '../../forms/form.js';
import { namesIn } from '../data-flow/node-data.js';
import { jobContracts } from '../job-contracts.js';
import { looksLikeNationalNumber } from '../lint/rules/personal-data-stays-inside.js';
import { type Checked, fieldsOf } from './checked.js';
import { readTemplateNames } from './template-names.js';

/** How carefully an answer must be kept; from `sensible` on it stays in the house. */
const SENSITIVITIES = ['public', 'interne', 'personnel', 'sensible', 'judiciaire'];
const STAY_INSIDE = ['sensible', 'judiciaire'];
const PROPERTY = 'commune:sensitivity';

/** Answers about persons say how sensitive they are, and what is sensitive goes out in no message and no job (law of 8 August 1983). */
export function checkPersonalData(checked: Checked): void {
  const { folder, forms, findings } = checked;
  const staying = new Set<string>();
  for (const form of forms.values())
    for (const field of fieldsOf(form)) {
      checkField(form.id, field);
      if (staysInside(field)) staying.add(field.key);
    }
  for (const file of folder.messages)
    for (const { name, line } of namesInTemplate(file.content)) if (staying.has(name)) sent(name, file.name, { line });
  for (const { id: element, line, jobType = '', headers, inputs } of checked.outline.elements)
    if (jobType === 'call-webhook' || jobContracts[jobType]?.outside)
      for (const text of [...Object.values(headers), ...inputs].filter(isExpression))
        for (const name of namesIn(text))
          if (staying.has(name) && !looksLikeNationalNumber(name)) sent(name, 'process.bpmn', { line, element });

  function checkField(form: string, { key, properties }: Field): void {
    const said = properties[PROPERTY];
    const say = (code: string, message: string): void =>
      findings.warning(`forms/${form}.form`, code, message, { element: key });
    if (said === undefined && isNationalNumber(properties))
      say('sensitivity-missing', `Expected how sensitive "${key}" is (${PROPERTY}), but it is not said.`);
    if (said !== undefined && !SENSITIVITIES.includes(said))
      say('sensitivity-unknown', `Expected ${PROPERTY} to be one of ${SENSITIVITIES.join(', ')}, but found "${said}".`);
  }

  function sent(name: string, file: string, where: { line: number; element?: string }): void {
    findings.warning(
      file,
      'personal-data-sent',
      `Expected nothing that must stay inside in what goes out, but found "${name}".`,
      where,
    );
  }
}

function isNationalNumber(properties: Field['properties']): boolean {
  return properties['commune:format'] === 'niss' || properties['commune:role'] === 'subject.niss';
}

function staysInside({ properties }: Field): boolean {
  return isNationalNumber(properties) || STAY_INSIDE.includes(properties[PROPERTY] ?? '');
}

function namesInTemplate(template: string): { name: string; line: number }[] {
  try {
    return readTemplateNames(template).variables.map(({ name, line }) => ({ name: name.split('.')[0]!, line }));
  } catch {
    return []; // said elsewhere
  }
}
