import type { Answers, Field, Form } from '../forms/form.js';

/** What the program needs to know of people, found by the property `commune:role` of the form's fields. */
export interface People {
  readonly applicant: Person;
  /** The person the request is about, where the form asks; otherwise the applicant is. */
  readonly subject: Person;
}

export interface Person {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly email?: string;
  readonly phone?: string;
  /** ISO date. */
  readonly birthDate?: string;
  readonly language?: string;
  readonly niss?: string;
}

const ROLE = 'commune:role';

export function peopleIn(form: Form, answers: Answers): People {
  const people: { applicant: Record<string, string>; subject: Record<string, string> } = { applicant: {}, subject: {} };
  for (const field of form.pages.flatMap((page) => allFields(page.fields))) {
    const [who, what] = field.properties[ROLE]?.split('.') ?? [];
    const answer = answers[field.key];
    if ((who === 'applicant' || who === 'subject') && what && typeof answer === 'string' && answer) {
      people[who][what] = answer;
    }
  }
  return people;
}

export function fullName({ givenName, familyName }: Person): string {
  return [givenName, familyName].filter(Boolean).join(' ');
}

/** Nested fields included. */
export function allFields(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [field, ...allFields(field.fields)]);
}
