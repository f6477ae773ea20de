import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LANGS } from '../../forms/lang.js';
import { Texts } from '../../procedures/texts.js';

const texts = Texts.load(join(import.meta.dirname, '.'));

describe('texts', () => {
  it.each(LANGS)('%s has every sentence that French has, and no other', (lang) => {
    expect(texts.keys(lang).sort()).toEqual(texts.keys('fr').sort());
  });

  it.each(LANGS)('%s asks for the same parameters as French', (lang) => {
    for (const key of texts.keys('fr')) {
      expect({ key, params: parameters(texts.source(lang, key) ?? '') }).toEqual({
        key,
        params: parameters(texts.source('fr', key) ?? ''),
      });
    }
  });

  it.each(LANGS)('%s can be read as ICU messages', (lang) => {
    for (const key of texts.keys(lang)) {
      const params = Object.fromEntries(parameters(texts.source(lang, key) ?? '').map((name) => [name, 2]));
      expect(texts.text(lang, key, params)).not.toBe(key);
    }
  });

  it('writes plurals and parameters', () => {
    expect(texts.text('fr', 'page.errorTitle', { count: 1 })).toBe('Une réponse est à revoir');
    expect(texts.text('nl', 'page.errorTitle', { count: 3 })).toBe('3 antwoorden moet u nakijken');
    expect(texts.text('fr', 'forms.missing.text', { label: 'Nom' })).toBe('Complétez «\u00a0Nom\u00a0»');
  });

  it('has no straight apostrophe where ICU would take it for a quote', () => {
    for (const lang of LANGS)
      for (const key of texts.keys(lang)) expect(texts.source(lang, key) ?? '').not.toMatch(/'[{}<#]/);
  });
});

function parameters(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\s*[,}]/g)].map((match) => match[1]!))].sort();
}
