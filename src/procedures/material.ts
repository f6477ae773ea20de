import type { Form, Translate } from '../forms/form.js';
import type { Lang } from '../forms/lang.js';
import type { ProcessOutline } from './process-outline.js';
import { type Params, Texts } from './texts.js';

/** A file that belongs to a procedure or a block: its path within the folder and its content. */
export interface ProcedureFile {
  readonly name: string;
  readonly content: string;
}

/** What a folder itself holds. */
export interface Parts {
  readonly texts: Texts;
  readonly forms: ReadonlyMap<string, Form>;
  /** Templates of e-mails, by name. */
  readonly messages: ReadonlyMap<string, string>;
  /** Templates of documents, by name. */
  readonly documents: ReadonlyMap<string, string>;
  /** What the model says of who does what with which file. */
  readonly outline: ProcessOutline;
  /** What is deployed: process, decisions, forms. */
  readonly resources: readonly ProcedureFile[];
}

/**
 * What a process needs besides its model: words, forms and templates, its own and those of the blocks that it calls. What a
 * folder has under the same name as a block takes its place: so a procedure says a block's message in its own words.
 */
export class Material {
  readonly texts: Texts;
  readonly forms: ReadonlyMap<string, Form>;
  readonly messages: ReadonlyMap<string, string>;
  readonly documents: ReadonlyMap<string, string>;

  constructor(
    readonly key: string,
    /** Absolute path. */
    readonly folder: string,
    readonly own: Parts,
    /** Every block that is called, also by blocks. */
    readonly blocks: readonly Material[],
  ) {
    const parts = [...blocks.map((block) => block.own), own];
    this.texts = Texts.over(parts.map(({ texts }) => texts));
    this.forms = new Map(parts.flatMap(({ forms }) => [...forms]));
    this.messages = new Map(parts.flatMap(({ messages }) => [...messages]));
    this.documents = new Map(parts.flatMap(({ documents }) => [...documents]));
  }

  get outline(): ProcessOutline {
    return this.own.outline;
  }

  /** What is deployed for the process itself; blocks are deployed on their own. */
  get resources(): readonly ProcedureFile[] {
    return this.own.resources;
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

  /** `zeebe:properties` of an element, be it a block's. */
  properties(element: string): { readonly [name: string]: string } {
    return this.element(element)?.properties ?? {};
  }

  element(id: string): ProcessOutline['elements'][number] | undefined {
    for (const { outline } of [this.own, ...this.blocks.map(({ own }) => own)]) {
      const found = outline.elements.find((element) => element.id === id);
      if (found) return found;
    }
    return undefined;
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
