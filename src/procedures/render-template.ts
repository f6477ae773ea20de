import MarkdownIt from 'markdown-it';
import nunjucks from 'nunjucks';
import type { Variables } from '#engine';
import type { Field } from '../forms/form.js';
import { niss } from '../forms/formats/niss.js';
import type { Lang } from '../forms/lang.js';
import type { Material } from './material.js';
import { locales, type Params } from './texts.js';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
/** Filters that templates can use besides those of Nunjucks. */
export const templateFilters = ['date', 'amount', 'niss', 'maskedNiss', 'lines', 'quote'] as const;

const TIME_ZONE = 'Europe/Brussels';

/** An e-mail of a procedure, in one language. Throws when there is no such message. */
export function renderMessage(
  procedure: Material,
  name: string,
  lang: Lang,
  variables: Variables,
  publicUrl: string,
): { subject: string; text: string; html: string } {
  const template = procedure.messages.get(name);
  if (template === undefined) throw new Error(`Procedure ${procedure.key} has no message "${name}".`);
  // in angle brackets it is a link, whatever it contains
  const link = (path: string): string => `<${new URL(path, `${publicUrl}/`).href}>`;
  const source = render(template, procedure, lang, { ...variables, link }, escapeMarkdown);
  const [, subject = '', body = ''] = /^\s*#\s+(.*)\n([\s\S]*)$/.exec(source) ?? [];
  if (!subject)
    throw new Error(`Message "${name}" of procedure ${procedure.key} has no subject: no first line "# ...".`);
  const tidy = body.replace(/\n{3,}/g, '\n\n').trim();
  return { subject: plain(subject), text: `${plain(tidy)}\n`, html: markdown.render(tidy) };
}

/** A document of a procedure as simple HTML, in French: the administrative language. Throws when there is none. */
export function renderDocument(procedure: Material, name: string, lang: Lang, variables: Variables): string {
  const template = procedure.documents.get(name);
  if (template === undefined) throw new Error(`Procedure ${procedure.key} has no document "${name}".`);
  return render(template, procedure, lang, variables, escapeHtml);
}

/** Everything a person typed is escaped before the template sees it; what the program and its texts say is not. */
function render(
  template: string,
  procedure: Material,
  lang: Lang,
  variables: { readonly [name: string]: unknown },
  escape: (text: string) => string,
): string {
  const environment = new nunjucks.Environment(null, { autoescape: false });
  const escaped = (value: unknown): unknown => {
    if (typeof value === 'string') return escape(value);
    if (Array.isArray(value)) return value.map(escaped);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, escaped(one)]));
  };
  environment.addFilter('date', (value: unknown) => day(String(value).replaceAll('\\', ''), lang));
  environment.addFilter('amount', (value: unknown) => amount(Number(value), lang));
  environment.addFilter('niss', (value: unknown) => niss.show(String(value)));
  environment.addFilter('maskedNiss', (value: unknown) => niss.show(String(value)).replace(/\d{3}\.\d{2}$/, '•••.••'));
  environment.addFilter('lines', (value: unknown) => String(value).split(/\r?\n/).filter(Boolean));
  environment.addFilter('quote', (value: unknown) => String(value).replace(/^/gm, '> '));
  return environment.renderString(template, {
    ...(escaped(variables) as Record<string, unknown>),
    lang,
    t: (key: string, params?: Params) => procedure.text(lang, key, params),
    label: (form: string, field: string, value: string) => escape(label(procedure, lang, form, field, value)),
  });
}

/** The words of an option of a form. */
function label(procedure: Material, lang: Lang, formId: string, key: string, value: string): string {
  const all = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...all(field.fields)]);
  const field = procedure.forms
    .get(formId)
    ?.pages.flatMap((page) => all(page.fields))
    .find((one) => one.key === key);
  const own = field?.options.find((option) => option.value === String(value))?.label;
  return procedure.translator(lang, formId)(`${key}.options.${value}`) ?? own ?? String(value);
}

/** `12 janvier 2026`. A date without time is that day everywhere; a moment is the town's day. */
function day(value: string, lang: Lang): string {
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return value;
  const timeZone = /^\d{4}-\d{2}-\d{2}$/.test(value) ? 'UTC' : TIME_ZONE;
  const text = new Intl.DateTimeFormat(locales[lang], { dateStyle: 'long', timeZone }).format(moment);
  return lang === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

function amount(value: number, lang: Lang): string {
  return new Intl.NumberFormat(locales[lang], { style: 'currency', currency: 'EUR' }).format(value);
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*{}[\]()#!|<>~&]|(?<!\w)_|_(?!\w)/g, '\\$&').replace(/^(\s*)([-+=]|\d+\.)/gm, '$1\\$2');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Markdown as a mail reader without HTML shows it best. */
function plain(source: string): string {
  return source
    .replace(/^#+\s+/gm, '')
    .replace(/(?<!\\)<(https?:[^>]+)>/g, '$1')
    .replace(/(?<!\\)\*\*(.+?)(?<!\\)\*\*/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+!|<>~&=\-.])/g, '$1')
    .replace(/\\(\d+\.)/g, '$1');
}
