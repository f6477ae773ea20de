import type { Binding } from '../../model/effect.js';
import { binding } from '../binding.js';
import { extension, text, type Xml } from '../xml.js';

/** The form of a user task or of a start event. */
export type FormReference =
  { readonly formId: string; readonly binding: Binding } | { readonly externalReference: string };

/** `zeebe:formDefinition` (engines.md 2.2). */
export function readForm(xml: Xml): { form?: FormReference } {
  const definition = extension(xml, 'zeebe:FormDefinition');
  const formId = text(definition, 'formId');
  const externalReference = text(definition, 'externalReference') ?? text(definition, 'formKey');
  if (formId !== undefined) return { form: { formId, binding: binding(definition) } };
  return externalReference === undefined ? {} : { form: { externalReference } };
}
