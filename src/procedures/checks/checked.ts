import type { Field, Form } from '../../forms/form.js';
import type { ProcedureFolder } from '../folder.js';
import type { ProcedureFacts } from '../procedure.js';
import type { Findings } from '../procedure-diagnostic.js';
import type { ProcessOutline } from '../process-outline.js';
import type { Texts } from '../texts.js';

/** A folder that could be read, and where a check writes what it finds. */
export interface Checked {
  readonly folder: ProcedureFolder;
  readonly facts: ProcedureFacts;
  readonly outline: ProcessOutline;
  readonly forms: ReadonlyMap<string, Form>;
  readonly texts: Texts;
  readonly findings: Findings;
}

/** Fields of a form, nested ones included. */
export function fieldsOf(form: Form): Field[] {
  const all = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...all(field.fields)]);
  return form.pages.flatMap((page) => all(page.fields));
}
