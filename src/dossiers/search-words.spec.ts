import { expect, it } from '@jest/globals';
import { searchQuery } from './search-words.js';

it.each([
  ['  ', undefined],
  [undefined, undefined],
  ['Zoé d’Église', 'zoe:* & d:* & eglise:*'],
  ['TRN-2026-000123', 'trn:* & 2026:* & 000123:*'],
  ["'; DROP TABLE dossier & |!:*", 'drop:* & table:* & dossier:*'],
])('%j asks for %j', (text, query) => expect(searchQuery(text)).toBe(query));

it('finds nothing by signs alone', () => expect(searchQuery('%')).toBe('nothing & !nothing'));
