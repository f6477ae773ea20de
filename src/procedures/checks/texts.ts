import { IntlMessageFormat } from 'intl-messageformat';
import type { Field, Form } from '../../forms/form.js';
import { LANGS, type Lang } from '../../forms/lang.js';
import { jobContracts } from '../job-contracts.js';
import { type Checked, fieldsOf } from './checked.js';

/** Sentences that every procedure has. */
const REQUIRED = ['title', 'summary', 'result', 'who', 'price', 'delay'];
const OF_A_BLOCK = ['title', 'summary'];

/** Every sentence exists in four languages and can be formatted. */
export function checkTexts({ facts, texts, forms, outline, block, blocks, findings }: Checked): void {
  const french = new Set(texts.keys('fr'));
  const shown = outline.elements.flatMap(({ properties }) => properties['commune:facts']?.split(',') ?? []);
  const told = outline.elements.flatMap(({ jobType, headers }) => {
    const group = jobContracts[jobType ?? '']?.text;
    return group && headers['text'] ? [`${group}.${headers['text']}`] : [];
  });
  const priced = (facts.fee?.lines ?? []).map(({ id }) => `fee.${id}`);
  const needed = [...shown.map((name) => `facts.${name.trim()}`), ...told, ...priced];
  for (const key of [...(block ? OF_A_BLOCK : REQUIRED), ...needed])
    if (!french.has(key))
      findings.error('texts/fr.yaml', 'text-missing', `Expected a text "${key}", but there is none.`, {
        path: key.split('.'),
      });
  const translated = new Set([...forms.values()].flatMap(keysOfForm));
  for (const { id, type } of outline.elements)
    if (type === 'userTask' || type === 'receiveTask') translated.add(`elements.${id}`);
  for (const lang of LANGS) {
    const expected = lang === 'fr' ? [] : [...french, ...translated];
    // lists may be longer or shorter in another language
    for (const key of new Set(expected.filter((one) => !/\.\d+$/.test(one) || one.endsWith('.0'))))
      if (!texts.has(lang, key))
        findings.error(`texts/${lang}.yaml`, 'text-missing', `Expected a text "${key}", but there is none.`, {
          path: key.split('.'),
        });
    for (const key of texts.keys(lang)) checkSentence(lang, key);
  }

  function checkSentence(lang: Lang, key: string): void {
    const file = `texts/${lang}.yaml`;
    // a block's sentence in the procedure's own words
    if (blocks.some(({ own }) => own.texts.has(lang, key) || own.texts.has('fr', key))) french.add(key);
    const known = french.has(key) || translated.has(key) || /\.\d+$/.test(key) || key.startsWith('elements.');
    const optional = /^forms\.[\w-]+\.(pages\.)?[\w-]+\.(label|description|missing|text|options\.[\w-]+)$/.test(key);
    if (!known && !(optional && forms.has(key.split('.')[1]!)))
      findings.warning(file, 'text-unknown', `Nothing is called "${key}" in French or in a form.`, {
        path: key.split('.'),
      });
    const problem = icuProblem(texts.source(lang, key) ?? '');
    if (problem)
      findings.error(file, 'text-wrong', `Expected an ICU message, but "${key}" is not: ${problem}.`, {
        path: key.split('.'),
      });
  }
}

/** Why a sentence cannot be formatted, if it cannot. */
function icuProblem(source: string): string | undefined {
  // most sentences have nothing that could be wrong
  if (!/[{}']/.test(source)) return undefined;
  try {
    IntlMessageFormat.__parse?.(source, { ignoreTag: true });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The keys under which a form's own words are translated. */
function keysOfForm(form: Form): string[] {
  const pages = form.pages.flatMap(({ key, label, description }) => [
    ...(label ? [`pages.${key}.label`] : []),
    ...(description ? [`pages.${key}.description`] : []),
  ]);
  return [...pages, ...fieldsOf(form).flatMap(keysOfField)].map((key) => `forms.${form.id}.${key}`);
}

function keysOfField({ key, type, description, options }: Field): string[] {
  if (type === 'text') return [`${key}.text`];
  return [
    `${key}.label`,
    ...(description ? [`${key}.description`] : []),
    ...options.map(({ value }) => `${key}.options.${value}`),
  ];
}
