import type { Form } from '../../forms/form.js';
import { readForm } from '../../forms/read-form.js';

/**
 * The form that opens a dossier or a draft without an account: its code and something only the applicant knows.
 * It is a form like any other, so that it looks, validates and reads aloud like the others.
 */
export const proofForm: Form = read({
  id: 'proof',
  components: [
    { type: 'textfield', key: 'code', label: 'Code', validate: { required: true, maxLength: 40 } },
    {
      type: 'radio',
      key: 'by',
      label: 'Proof',
      values: [{ value: 'email' }, { value: 'birthDate' }],
      validate: { required: true },
    },
    {
      type: 'textfield',
      key: 'email',
      label: 'E-mail',
      conditional: { hide: '=by != "email"' },
      validate: { required: true, validationType: 'email' },
    },
    {
      type: 'datetime',
      subtype: 'date',
      key: 'birthDate',
      label: 'Birth date',
      conditional: { hide: '=by != "birthDate"' },
      validate: { required: true },
      properties: { 'commune:date': 'past', 'commune:autocomplete': 'bday' },
    },
  ],
});

function read(source: Parameters<typeof readForm>[0]): Form {
  const result = readForm(source);
  if ('problems' in result) throw new Error(`The form of proof is wrong: ${JSON.stringify(result.problems)}`);
  return result.form;
}
