import type { Value } from '#engine';
import type { Form, Translate } from '../forms/form.js';
import type { Lang } from '../forms/lang.js';
import type { ProcessOutline } from './process-outline.js';
import type { Params, Texts } from './texts.js';

/** How sure the program must be of who asks. */
export type Authentication = 'none' | 'account' | 'verified' | 'eid';

export type Channel = 'online' | 'counter' | 'post' | 'phone' | 'email';

export interface Fee {
  /** In euro; `from` = `to` when there is one price. */
  readonly from: number;
  readonly to: number;
  /** Decision that computes it. */
  readonly decision?: string;
  /** FEEL: what a request costs, from its answers and the decision's result (under the decision's id). */
  readonly amount?: string;
}

/** How long the town has, or promises. */
export interface Deadline {
  readonly days: number;
  readonly kind: 'working' | 'calendar';
  /** Set by law, or a promise of the service. */
  readonly basis: 'law' | 'service';
}

export interface Law {
  readonly id: string;
  readonly reference: string;
  readonly url?: string;
}

export interface Parameter {
  readonly type: 'duration' | 'number' | 'amount' | 'text' | 'boolean' | 'date';
  readonly value: Value;
}

/** The facts of `procedure.yaml`, as written. */
export interface ProcedureFacts {
  /** Also the name of the folder and the id of the process. */
  readonly key: string;
  readonly versionTag: string;
  readonly category: string;
  /** Key of the department that treats it. */
  readonly department: string;
  readonly audience: readonly ('citizen' | 'company' | 'association')[];
  readonly authentication: Authentication;
  readonly channels: readonly Channel[];
  /** Message that the program sends when a dossier is submitted. */
  readonly acknowledgement?: string;
  readonly fee?: Fee;
  readonly deadline?: Deadline;
  readonly laws?: readonly Law[];
  readonly retention: { readonly dossier: string; readonly [what: string]: string };
  readonly parameters?: { readonly [name: string]: Parameter };
}

/** A file that belongs to a procedure: its path within the folder and its content. */
export interface ProcedureFile {
  readonly name: string;
  readonly content: string;
}

/** A procedure (*démarche*) that the town offers: one folder, read and found right. */
export class Procedure {
  readonly key: string;
  readonly department: string;
  readonly acknowledgement?: string;
  /** Values of the parameters, by name: the process sees them as `parameters`. */
  readonly parameters: { readonly [name: string]: Value };

  constructor(
    readonly facts: ProcedureFacts,
    /** Absolute path. */
    readonly folder: string,
    readonly texts: Texts,
    readonly forms: ReadonlyMap<string, Form>,
    /** The form that the citizen fills. */
    readonly startForm: Form,
    /** Templates of e-mails, by name. */
    readonly messages: ReadonlyMap<string, string>,
    /** Templates of documents, by name. */
    readonly documents: ReadonlyMap<string, string>,
    /** What the model says of who does what with which file. */
    readonly outline: ProcessOutline,
    /** What is deployed: process, decisions, forms. */
    readonly resources: readonly ProcedureFile[],
  ) {
    this.key = facts.key;
    this.department = facts.department;
    if (facts.acknowledgement !== undefined) this.acknowledgement = facts.acknowledgement;
    const parameters = Object.entries(facts.parameters ?? {});
    this.parameters = Object.fromEntries(parameters.map(([name, { value }]) => [name, value]));
  }

  text(lang: Lang, key: string, params?: Params): string {
    return this.texts.text(lang, key, params);
  }

  /** The sentences of a list of `texts/`, e.g. `conditions`. */
  list(lang: Lang, key: string): string[] {
    return this.texts.list(lang, key);
  }

  title(lang: Lang): string {
    return this.text(lang, 'title');
  }

  /** Finds the words of a form in this language: what `src/forms` calls `translate`. */
  translator(lang: Lang, formId: string): Translate {
    return (path) => {
      const key = `forms.${formId}.${path}`;
      return this.texts.has(lang, key) ? this.texts.text(lang, key) : undefined;
    };
  }

  /** `zeebe:properties` of an element. */
  properties(element: string): { readonly [name: string]: string } {
    return this.outline.elements.find(({ id }) => id === element)?.properties ?? {};
  }

  /** Why a rule has refused something: a word of `denials`, or a sentence that the model itself has. */
  denial(lang: Lang, reason: string): string {
    const key = `denials.${reason}`;
    return this.texts.has('fr', key) ? this.texts.text(lang, key) : reason;
  }

  /** Name of a task in this language; the model itself is in French. */
  elementName(lang: Lang, element: string, name: string): string {
    const key = `elements.${element}`;
    return this.texts.has(lang, key) ? this.texts.text(lang, key) : name;
  }
}
