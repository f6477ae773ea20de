import { expect, it } from '@jest/globals';
import { letter, letterBody } from './letter.js';
import { messageId } from './mail-delivery.js';
import { hasNationalNumber } from './message-writer.js';

it.each([
  ['85073003328', true],
  ['né le 85.07.30-033.28 à', true],
  ['04 02 29 012 21', true],
  ['85073003327', false],
  ['TRN-2026-000123', false],
  ['+32 470 00 00 01', false],
])('%p carries a national number: %p', (text, carries) => expect(hasNationalNumber(text)).toBe(carries));

it('gives one wish one message id', () => {
  const from = 'Ville <ne-pas-repondre@example.org>';
  expect(messageId('job-1', from)).toMatch(/^<[0-9a-f]{32}@example\.org>$/);
  expect(messageId('job-1', from)).toBe(messageId('job-1', from));
  expect(messageId('job-1', from)).not.toBe(messageId('job-2', from));
});

it('puts the words into the letter, escaping what is not markup', () => {
  const parts = { lang: 'fr' as const, town: 'Ville', footer: 'Pied <b>', publicUrl: 'https://example.org' };
  const { text, html } = letter({ ...parts, subject: 'A & <B>', text: 'Bonjour\n', html: '<p>Bonjour</p>' });
  expect(text).toBe('Bonjour\n\n-- \nVille\nPied <b>\n');
  expect(html).toContain('<html lang="fr">');
  expect(html).toContain('<title>A &amp; &lt;B&gt;</title>');
  expect(letterBody(html)).toBe('<p>Bonjour</p>');
  expect(html).toContain('Pied &lt;b&gt;');
});
