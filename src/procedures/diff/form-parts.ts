import type { Field, Page, Rules } from '../../forms/form.js';
import { readForm } from '../../forms/read-form.js';
import type { Part } from './part.js';

/** The pages and questions of a form; none when it cannot be read. */
export function formParts(file: string, content: string): Part[] {
  const result = readForm(content);
  if ('problems' in result) return [];
  return result.form.pages.flatMap((page) => [
    pagePart(file, page),
    ...page.fields.flatMap((field) => fieldParts(file, field)),
  ]);
}

function pagePart(file: string, { key, label, description, condition }: Page): Part {
  return { file, kind: 'Page', id: `page ${key}`, name: label, facts: { description, 'hidden when': condition?.hide } };
}

function fieldParts(file: string, field: Field): Part[] {
  const { key, label, type, description, condition, options, properties, rules } = field;
  const facts = {
    type,
    description,
    'hidden when': condition?.hide,
    ...ruleFacts(rules),
    ...Object.fromEntries(options.map(({ value, label: words }) => [`option ${value}`, words])),
    ...Object.fromEntries(Object.entries(properties).map(([name, value]) => [`property ${name}`, value])),
  };
  const kind = type === 'group' ? 'Group' : type === 'text' ? 'Text' : 'Question';
  return [{ file, kind, id: key, name: label, facts }, ...field.fields.flatMap((inner) => fieldParts(file, inner))];
}

function ruleFacts({ required, pattern, accept, ...others }: Rules): Part['facts'] {
  const plain = Object.entries(others).filter(([, value]) => value !== undefined);
  return {
    'answer required': required ? 'yes' : 'no',
    pattern: pattern?.source,
    'accepted files': accept?.join(', '),
    ...Object.fromEntries(plain.map(([name, value]) => [name, String(value)])),
  };
}
