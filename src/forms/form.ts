import type { Value, Variables } from '#engine';

/** Answers by field key; an unanswered field has no entry. */
export type Answers = { readonly [key: string]: Value };

/** What a browser posts: strings, or lists of them when a name is repeated. */
export type Posted = { readonly [name: string]: string | readonly string[] | undefined };

/** One attached file as the form sees it; its content lives elsewhere. */
export interface AttachedFile {
  readonly id?: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** Attached files by field key. */
export type Files = { readonly [key: string]: readonly AttachedFile[] };

/** A FEEL expression; the thing that carries it is hidden when it is true. */
export interface Condition {
  readonly hide: string;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** The rules of a field; which of them count depends on its type. */
export interface Rules {
  readonly required: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Name of a format: niss, email, phone, postal-code, iban. */
  readonly format?: string;
  /** Dates: on which side of today. */
  readonly side?: 'past' | 'future';
  /** Files: accepted extensions and media types, as in the `accept` attribute of HTML. */
  readonly accept?: readonly string[];
  /** Files: bytes per file. */
  readonly maxSize?: number;
  /** Files: more than one. */
  readonly multiple?: boolean;
  /** Files: they prove a right to ask about somebody else (`thirdPartyProofs` in procedure.yaml says how long it is kept). */
  readonly provesForOthers?: boolean;
  /** Numbers: digits after the comma. */
  readonly decimals?: number;
}

export interface Field {
  readonly key: string;
  readonly type: string;
  /** In the language of the form file (French). */
  readonly label: string;
  readonly description?: string;
  readonly condition?: Condition;
  readonly rules: Rules;
  readonly options: readonly Option[];
  readonly defaultValue?: Value;
  /** Nested fields of a group. */
  readonly fields: readonly Field[];
  /** What form-js has no place for: `commune:...`. */
  readonly properties: { readonly [name: string]: string };
}

/** One page of a form: a top-level group of the form-js file. */
export interface Page {
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  readonly condition?: Condition;
  readonly fields: readonly Field[];
}

export interface Form {
  readonly id: string;
  readonly pages: readonly Page[];
}

/** What is wrong with a form file. */
export interface FormProblem {
  readonly code: string;
  readonly element?: string;
  readonly message: string;
}

/** What conditions and dates are judged against: every answer so far, whatever else FEEL may read, and the time. */
export interface Circumstances {
  readonly answers: Answers;
  readonly extra?: Variables;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** An agent fills it in for somebody: what that person may not have (an e-mail address) is optional. */
  readonly assisted?: boolean;
}

/** An answer that cannot be accepted: a key of `texts/*.yaml` and what its sentence needs. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly params?: { readonly [name: string]: string | number };
  /** The input to go to, when a field has several. */
  readonly part?: string;
  /** Not only that input is wrong, but all of them together. */
  readonly whole?: true;
}

/** Finds a text of the procedure by path (`<key>.label`), in the reader's language; undefined: use the form's own. */
export type Translate = (path: string) => string | undefined;
