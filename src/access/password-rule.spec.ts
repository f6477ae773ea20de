import { expect, it } from '@jest/globals';
import { faultOf } from './password-rule.js';

const alice = { email: 'alice.exemple@example.org', name: 'Alice Exemple' };

it.each([
  ['beffroi', 'short'],
  ['éééééééééé', 'short'],
  ['aaaaaaaaaaaaaa', 'guessable'],
  ['abababababab', 'guessable'],
  ['abcdefghijkl', 'guessable'],
  ['210987654321', 'guessable'],
  ['alice.exemple@example.org', 'guessable'],
  ['Alice Exemple 7', 'guessable'],
  ['alice.exemple2026', 'guessable'],
  ['le beffroi sonne midi', undefined],
  ['alice aime les cloches', undefined],
])('%s: %s', (password, fault) => expect(faultOf(password, alice)).toBe(fault));
