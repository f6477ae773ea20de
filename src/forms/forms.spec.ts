import { describe, expect, it } from '@jest/globals';
import { answerView } from './answer-view.js';
import type { Answers, Form, Posted } from './form.js';
import { pageView } from './form-view.js';
import { onePage } from './one-page.js';
import { pageAfter, pageBefore, pagesFor, relevantAnswers } from './pages-for.js';
import { readForm } from './read-form.js';
import { validateAll, validatePage } from './validate.js';

const now = Date.parse('2026-11-23T10:00:00Z');
const required = { required: true };
const source = {
  id: 'demande',
  components: [
    {
      type: 'group',
      id: 'pour-qui',
      label: '',
      components: [
        {
          type: 'radio',
          key: 'pourQui',
          label: 'Pour qui ?',
          values: [
            { value: 'moi', label: 'Moi' },
            { value: 'autre', label: 'Une autre personne' },
          ],
          validate: required,
        },
        {
          type: 'textfield',
          key: 'lien',
          label: 'Lien',
          conditional: { hide: '=pourQui != "autre"' },
          validate: required,
        },
      ],
    },
    {
      type: 'group',
      id: 'procuration',
      label: 'Procuration',
      conditional: { hide: '=pourQui = "moi"' },
      components: [{ type: 'filepicker', key: 'preuve', label: 'Preuve', validate: required }],
    },
    {
      type: 'group',
      id: 'contact',
      label: 'Vos coordonnées',
      components: [
        {
          type: 'textfield',
          key: 'courriel',
          label: 'E-mail',
          validate: { required: true, validationType: 'email' as const },
        },
        { type: 'textarea', key: 'remarque', label: 'Remarque', conditional: { hide: '=lien = null' } },
      ],
    },
  ],
};

function form(): Form {
  const read = readForm(source);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.form;
}

const at = (answers: Answers) => ({ answers, now });
const page = (key: string) => form().pages.find((one) => one.key === key)!;
const validate = (key: string, posted: Posted, answers: Answers = {}) =>
  validatePage(page(key), posted, {}, at(answers));

describe('readForm', () => {
  it('names every problem by its element', () => {
    const read = readForm({
      components: [
        { type: 'group', id: '1 page', components: [{ type: 'slider', key: 'x' }] },
        { type: 'textfield', key: 'a' },
        {
          type: 'group',
          id: 'ok',
          components: [
            { type: 'radio', key: 'r' },
            { type: 'number', key: 'r' },
          ],
        },
      ],
    });
    expect(
      'problems' in read && read.problems.map((problem) => `${problem.code} ${problem.element ?? ''}`.trim()),
    ).toEqual([
      'form-without-id',
      'field-outside-pages a',
      'page-without-name 1 page',
      'field-type-unknown x',
      'field-without-options r',
      'field-key-twice r',
    ]);
  });

  it('says that something is not JSON', () => {
    expect(readForm('{')).toMatchObject({ problems: [{ code: 'form-not-json' }] });
  });

  it('refuses a condition that is not FEEL', () => {
    const read = readForm({
      id: 'x',
      components: [{ type: 'textfield', key: 'a', conditional: { hide: '=a = (1' } }],
    });
    expect(read).toMatchObject({ problems: [{ code: 'condition-wrong', element: 'a' }] });
  });

  it('takes a form without groups as one page', () => {
    const read = readForm({ id: 'x', components: [{ type: 'textfield', key: 'a', label: 'A' }] });
    expect('form' in read && read.form.pages.map((one) => one.key)).toEqual(['page']);
  });
});

describe('pages', () => {
  it('come and go with the answers', () => {
    expect(pagesFor(form(), at({ pourQui: 'moi' })).map((one) => one.key)).toEqual(['pour-qui', 'contact']);
    expect(pageAfter(form(), 'pour-qui', at({ pourQui: 'autre' }))?.key).toBe('procuration');
    expect(pageAfter(form(), 'pour-qui', at({ pourQui: 'moi' }))?.key).toBe('contact');
    expect(pageBefore(form(), 'contact', at({ pourQui: 'moi' }))?.key).toBe('pour-qui');
    expect(pageAfter(form(), 'contact', at({}))).toBeUndefined();
  });
});

describe('validatePage', () => {
  it('asks for what is missing, in the order of the page', () => {
    expect(validate('pour-qui', { pourQui: 'autre' })).toEqual({
      accepted: { pourQui: 'autre' },
      errors: [{ field: 'lien', message: 'forms.missing.text' }],
    });
  });

  it('judges a hidden field by the answers of the same page, and drops it', () => {
    expect(validate('pour-qui', { pourQui: 'moi', lien: 'voisine' }, { pourQui: 'autre' })).toEqual({
      values: { pourQui: 'moi' },
    });
  });

  it('asks for a format with the sentence of that format', () => {
    expect(validate('contact', {})).toMatchObject({ errors: [{ field: 'courriel', message: 'forms.format.email' }] });
  });
});

describe('validateAll', () => {
  it('finds the first page that is not in order', () => {
    expect(validateAll(form(), {}, at({ pourQui: 'autre', lien: 'voisine' }))).toMatchObject({ page: 'procuration' });
  });

  it('returns the answers that count', () => {
    const answers = { pourQui: 'moi', lien: 'voisine', courriel: 'a@example.org', remarque: 'Bonjour', other: 1 };
    expect(validateAll(form(), {}, at(answers))).toEqual({ values: { pourQui: 'moi', courriel: 'a@example.org' } });
    // `lien` goes because of pourQui, `remarque` goes because of lien
    expect(relevantAnswers(form(), at(answers))).toEqual({ pourQui: 'moi', courriel: 'a@example.org' });
  });
});

describe('pageView', () => {
  const options = { translate: () => undefined, text: (key: string) => key };

  it('puts a field under the answer that reveals it', () => {
    const view = pageView({ page: page('pour-qui'), circumstances: at({}), ...options });
    expect(view.alone).toBe(true);
    expect(view.title).toBe('Pour qui\u00a0?');
    expect(view.fields).toHaveLength(1);
    expect(view.fields[0]!.revealed['autre']!.map((one) => one.id)).toEqual(['lien']);
  });

  it('shows again what was posted, with the errors', () => {
    const view = pageView({
      page: page('contact'),
      circumstances: at({}),
      posted: { courriel: 'oups' },
      errors: [{ field: 'courriel', message: 'forms.format.email' }],
      ...options,
    });
    expect(view.fields[0]).toMatchObject({ id: 'courriel', value: 'oups', error: 'forms.format.email' });
    expect(view.errors).toEqual([{ text: 'forms.format.email', href: '#courriel' }]);
  });
});

describe('answerView', () => {
  it('shows every question that was asked, in words', () => {
    const sections = answerView({
      form: form(),
      circumstances: at({ pourQui: 'autre', lien: 'voisine', courriel: 'a@example.org' }),
      files: { preuve: [{ id: '1', name: 'preuve.pdf', size: 10, type: 'application/pdf' }] },
      translate: (path) => (path === 'lien.label' ? 'Band' : undefined),
      text: (key) => key,
    });
    expect(sections.map((section) => [section.page, section.answers.map((one) => [one.label, ...one.lines])])).toEqual([
      [
        'pour-qui',
        [
          ['Pour qui\u00a0?', 'Une autre personne'],
          ['Band', 'voisine'],
        ],
      ],
      ['procuration', [['Preuve']]],
      ['contact', [['E-mail', 'a@example.org'], ['Remarque']]],
    ]);
    expect(sections[1]!.answers[0]!.files.map((file) => file.name)).toEqual(['preuve.pdf']);
  });
});

describe('onePage', () => {
  it('makes the pages groups, hidden and required as before', () => {
    const whole = onePage(form());
    expect(whole.fields.map((one) => one.key)).toEqual(['pour-qui', 'procuration', 'contact']);
    expect(validatePage(whole, { pourQui: 'moi', courriel: 'a@example.org' }, {}, at({}))).toEqual({
      values: { pourQui: 'moi', courriel: 'a@example.org' },
    });
  });
});
