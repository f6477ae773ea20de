import type { Variables } from '#engine';
import { readTemplateNames } from '../procedures/checks/template-names.js';

/** What the program says in every document: nothing that anybody could correct. */
const OWN = new Set(['lang', 't', 'label', 'dossier', 'parameters', 'issuedAt', 'documentNumber']);

/** The variables that a template reads, with the members it reads of them (`applicant.name`), each once. */
export function namesOf(template: string): string[] {
  const names = readTemplateNames(template).variables.map(({ name }) => name);
  return [...new Set(names)].filter((name) => !OWN.has(name.split('.')[0]!));
}

/** What of the variables a template reads: no more of a person is kept with a document than the document says. */
export function wordsFor(template: string, variables: Variables): Variables {
  const names = new Set(readTemplateNames(template).variables.map(({ name }) => name.split('.')[0]!));
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name)));
}
