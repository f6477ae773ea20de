import type { Value, Variables } from '#engine';
import { namesOf } from '../../documents/template-words.js';
import { allFields } from '../../dossiers/roles.js';
import { fieldType } from '../../forms/fields/index.js';
import type { Answers, Field, Page, Translate } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import type { Procedure } from '../../procedures/procedure.js';

/** Texts longer than this get more than one line. */
const ONE_LINE = 80;
/** Of a text that no form asks for. */
const LONGEST_TEXT = 5000;
/** The part of the page for what the document can say and does not. */
export const OTHERS = 'others';

export interface CorrectionForm {
  readonly page: Page;
  readonly answers: Answers;
  readonly translate: Translate;
}

/**
 * What a document says as a form: each word of it as the form that asked for it asks, or as a line of text that the texts of the
 * procedure name (`words.<variable>.label`, of a block `<block>.words.<variable>.label`).
 */
export function correctionForm(procedure: Procedure, template: string, words: Variables, lang: Lang): CorrectionForm {
  const names = namesOf(procedure.documents.get(template) ?? '');
  const known = fieldsIn(procedure);
  const said: Field[] = [];
  const unsaid: Field[] = [];
  const answers: Record<string, Value> = {};
  for (const name of names) {
    const value = valueAt(words, name);
    const asked = known.get(name)?.field;
    const hasValue = value !== undefined && value !== null && value !== '';
    if (hasValue && (asked || typeof value === 'string' || typeof value === 'number')) {
      answers[name] = value;
      said.push(asked ? always(asked, asked.rules.required) : line(name, value));
    } else if (!hasValue && asked) unsaid.push(always(asked, false));
  }
  const group = { ...line(OTHERS, ''), type: 'group', rules: { required: false }, fields: unsaid };
  const page = { key: 'correction', label: '', fields: unsaid.length > 0 ? [...said, group] : said };
  const block = procedure.blocks.find(({ own }) => own.documents.has(template));
  const prefix = block && !procedure.own.documents.has(template) ? `${block.key}.` : '';
  const translate: Translate = (path) => {
    const form = known.get(path.slice(0, path.lastIndexOf('.')))?.form ?? known.get(path.split('.')[0]!)?.form;
    const own = form && procedure.translator(lang, form)(path);
    const key = `${prefix}words.${path}`;
    return own ?? (procedure.texts.has(lang, key) ? procedure.text(lang, key) : undefined);
  };
  return { page, answers, translate };
}

/** The words as corrected: what was emptied is said no more. */
export function corrected({ page }: CorrectionForm, words: Variables, values: Answers): Variables {
  const result: Record<string, Value> = { ...words };
  for (const { key } of allFields(page.fields)) {
    const [name = '', member] = key.split('.');
    const { [key]: value } = values;
    if (member !== undefined)
      result[name] = { ...(result[name] as Variables), ...(value !== undefined && { [member]: value }) };
    else if (value === undefined) delete result[name];
    else result[name] = value;
  }
  return result;
}

/** Every question of the procedure and of its blocks that a document could repeat; the procedure's own come first. */
function fieldsIn(procedure: Procedure): ReadonlyMap<string, { field: Field; form: string }> {
  const found = new Map<string, { field: Field; form: string }>();
  for (const form of [procedure.startForm, ...procedure.forms.values()])
    for (const field of form.pages.flatMap((page) => allFields(page.fields)))
      if (!found.has(field.key) && !fieldType(field.type).asksNothing && !NOT_WORDS.has(field.type))
        found.set(field.key, { field, form: form.id });
  return found;
}

const NOT_WORDS = new Set(['filepicker', 'group', 'checkbox']);

/** Whatever else was answered; the day it was asked for does not count any more. */
function always({ condition: _, rules: { side: _side, ...rules }, ...field }: Field, required: boolean): Field {
  return { ...field, rules: { ...rules, required } };
}

function line(key: string, value: Value): Field {
  const long = typeof value === 'string' && (value.length > ONE_LINE || value.includes('\n'));
  const type = typeof value === 'number' ? 'number' : long ? 'textarea' : 'textfield';
  const rules = { required: true, maxLength: LONGEST_TEXT };
  return { key, type, label: key, rules, options: [], fields: [], properties: {} };
}

function valueAt(words: Variables, path: string): Value | undefined {
  const [name = '', member, ...deeper] = path.split('.');
  const { [name]: value } = words;
  if (member === undefined) return value;
  if (deeper.length > 0 || value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return (value as Variables)[member];
}
