import { fieldType } from './fields/index.js';
import type { Answers, Circumstances, Field, FieldError, Files, Page, Posted, Translate } from './form.js';
import { isHidden } from './condition.js';
import { revealedBy } from './revealed-by.js';
import { isRequired } from './validate.js';

/** The portal's own texts: key and parameters to a sentence. */
export type Text = (key: string, params?: { [name: string]: unknown }) => string;

/** What a template needs to draw one field. `type` names the macro; the rest depends on it. */
export interface FieldView {
  readonly type: string;
  /** Also the name of the input. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional: boolean;
  readonly error?: string;
  /** The inputs of a date that are wrong. */
  readonly errorPart?: string;
  readonly attached?: readonly { id?: string; name: string; size: number }[];
  /** Fields shown under one answer of this one, by option value. */
  readonly revealed: { readonly [option: string]: readonly FieldView[] };
  readonly fields: readonly FieldView[];
  readonly [input: string]: unknown;
}

/** What a template needs to draw one page. */
export interface PageView {
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  /** The page asks one thing: its label is the heading of the page. */
  readonly alone: boolean;
  readonly fields: readonly FieldView[];
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly hasFiles: boolean;
}

export interface FormViewOptions {
  readonly page: Page;
  readonly circumstances: Circumstances;
  /** What was posted and refused; without it the answers are shown. */
  readonly posted?: Posted;
  readonly errors?: readonly FieldError[];
  readonly files?: Files;
  /** What is proposed where nothing was answered; comes before the form's own default. */
  readonly proposals?: Answers;
  readonly translate: Translate;
  readonly text: Text;
}

/** One page of a form, ready for a template. */
export function pageView(options: FormViewOptions): PageView {
  const { page, translate } = options;
  const fields = fieldViews(page.fields, options);
  const asking = fields.filter((field) => !fieldType(field.type).asksNothing);
  const title = translate(`pages.${page.key}.label`) ?? page.label;
  const description = translate(`pages.${page.key}.description`) ?? page.description;
  const [first] = asking;
  const alone = asking.length === 1 && first === fields[0] && !['checkbox', 'group'].includes(first?.type ?? '');
  return {
    key: page.key,
    // of a single question, the question itself is the heading
    title: (alone ? first?.label : title) || title || first?.label || '',
    ...(description ? { description } : {}),
    alone,
    fields,
    errors: (options.errors ?? []).map((error) => ({
      text: errorText(fieldOf(page.fields, error.field), error, options),
      href: `#${error.field}${error.part ? `-${error.part}` : ''}`,
    })),
    hasFiles: allViews(fields).some((field) => field.type === 'filepicker'),
  };
}

function fieldViews(fields: readonly Field[], options: FormViewOptions): FieldView[] {
  const { circumstances, page, posted } = options;
  const hostOf = (field: Field): ReturnType<typeof revealedBy> => revealedBy(field, page.fields);
  const answers: Answers = circumstances.answers;
  const shown = fields.filter((field) => !hostOf(field) && !isHidden(field.condition, circumstances));
  return shown.map((field) => view(field));

  function view(field: Field): FieldView {
    const type = fieldType(field.type);
    const value = answers[field.key] ?? options.proposals?.[field.key] ?? field.defaultValue;
    const error = options.errors?.find((one) => one.field === field.key);
    const hint = options.translate(`${field.key}.description`) ?? field.description;
    const revealed: { [option: string]: FieldView[] } = {};
    for (const other of fields) {
      const host = hostOf(other);
      if (host?.field === field.key) (revealed[host.option] ??= []).push(view(other));
    }
    return {
      ...type.inputs(field, posted ?? type.write(field, value), options.translate),
      type: field.type,
      id: field.key,
      label: options.translate(`${field.key}.label`) ?? field.label,
      ...(hint ? { hint } : {}),
      optional: isOptional(field, options.circumstances),
      ...(error ? { error: errorText(field, error, options) } : {}),
      ...(error?.part && !error.whole ? { errorPart: error.part } : {}),
      ...(options.files?.[field.key] ? { attached: options.files[field.key] } : {}),
      revealed,
      fields: fieldViews(field.fields, options),
    };
  }
}

/** Worth saying, unless the label says so itself. */
function isOptional(field: Field, circumstances: Circumstances): boolean {
  const { type, label } = field;
  if (isRequired(field, circumstances) || fieldType(type).asksNothing || type === 'checkbox') return false;
  return !/\(facultatif\)/i.test(label);
}

/** The procedure's own sentence for a missing answer comes before the portal's. */
function errorText(field: Field | undefined, error: FieldError, { translate, text }: FormViewOptions): string {
  const label = (field && (translate(`${field.key}.label`) ?? field.label)) ?? '';
  const missing = error.message.startsWith('forms.missing.');
  const own = missing && field ? ownSentence(field, translate) : undefined;
  // a question is quoted as a question
  const key = missing && label.endsWith('?') ? 'forms.missing.question' : error.message;
  return own ?? text(key, { ...error.params, label: label.replace(/\s*:$/, '') });
}

function ownSentence(field: Field, translate: Translate): string | undefined {
  return translate(`${field.key}.missing`) ?? field.properties['commune:missing'];
}

function fieldOf(fields: readonly Field[], key: string): Field | undefined {
  return fields.find((field) => field.key === key) ?? fields.flatMap((field) => fieldOf(field.fields, key) ?? [])[0];
}

function allViews(fields: readonly FieldView[]): FieldView[] {
  return fields.flatMap((field) => [
    field,
    ...allViews(field.fields),
    ...allViews(Object.values(field.revealed).flat()),
  ]);
}
