import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../../accounts/identity.entity.js';
import { root } from '../../config.js';
import type { Form } from '../../forms/form.js';
import { readForm } from '../../forms/read-form.js';
import { proposals } from './proposals.js';

const file = join(root, 'procedures/certificat-de-residence/forms/demande.form');
const { form } = readForm(readFileSync(file, 'utf8')) as { form: Form };
const account = {
  id: '1',
  email: 'alice@example.org',
  name: 'A',
  role: 'citizen',
  departments: [],
  lang: 'fr',
} as const;
const identity = { givenName: 'Alice', familyName: 'Exemple', birthDate: '1985-07-30', nationalNumber: '85073090232' };

it('a form asks nobody again what is known of them', () => {
  expect(proposals(form, 'nl', undefined)).toEqual({ langue: 'nl' });
  expect(proposals(form, 'fr', account)).toEqual({ langue: 'fr', email: 'alice@example.org' });
  expect(proposals(form, 'fr', { ...account, role: 'agent' })).toEqual({ langue: 'fr' });
  expect(proposals(form, 'fr', account, identity as Identity)).toEqual({
    langue: 'fr',
    email: 'alice@example.org',
    prenom: 'Alice',
    nom: 'Exemple',
    dateNaissance: '1985-07-30',
  });
});
