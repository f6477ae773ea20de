import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { root } from '../config.js';
import type { Form } from '../forms/form.js';
import { niss } from '../forms/formats/niss.js';
import { validateAll } from '../forms/validate.js';
import { readProcedure } from '../procedures/read-procedure.js';
import { inventPerson } from './invented-people.js';
import { inventRequest } from './invented-requests.js';
import { Random } from './random.js';

it('invents the same people each time, with numbers that are well formed and nobody’s', () => {
  const people = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 200 }, (_, index) => inventPerson(random, index));
  };
  expect(people(1)).toEqual(people(1));
  expect(people(1)).not.toEqual(people(2));
  for (const { nationalNumber } of people(3)) {
    expect(niss.normalise(nationalNumber)).toBeTruthy();
    expect(Number(nationalNumber.slice(6, 9))).toBeGreaterThanOrEqual(900);
  }
});

it('invents requests that their forms accept', () => {
  const forms = new Map<string, Form>();
  const formOf = (key: string): Form => {
    const known = forms.get(key) ?? readProcedure(join(root, 'procedures', key)).procedure!.startForm;
    forms.set(key, known);
    return known;
  };
  const random = new Random(7);
  for (let index = 0; index < 300; index += 1) {
    const person = inventPerson(random, index);
    const { procedure, answers } = inventRequest(person, random, index % 3 === 0);
    const result = validateAll(
      formOf(procedure),
      {},
      { answers, now: Date.parse('2026-03-02T09:00:00Z'), assisted: false },
    );
    expect('errors' in result ? { procedure, answers, errors: result.errors } : undefined).toBeUndefined();
  }
  expect([...forms.keys()].sort()).toEqual([
    'acte-de-deces',
    'certificat-de-nationalite',
    'certificat-de-residence',
    'code-pin',
    'composition-de-menage',
    'extrait-de-casier-judiciaire',
  ]);
});
