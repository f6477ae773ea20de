import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import type { Lang } from '../forms/lang.js';
import { typeset } from '../forms/typography.js';

/** What the sentences of an ICU message need. */
export type Params = { readonly [name: string]: unknown };

/** How numbers and dates are written in Belgium, per language. */
export const locales: Readonly<Record<Lang, string>> = { fr: 'fr-BE', nl: 'nl-BE', de: 'de-BE', en: 'en-BE' };

/** Sentences in four languages by dotted key, ICU MessageFormat. A list counts as `key.0`, `key.1`, ... */
export class Texts {
  private readonly compiled = new Map<string, IntlMessageFormat | string>();
  private readonly loaded = new Map<Lang, ReadonlyMap<string, string>>();

  /** `load` is asked for a language when it is first needed: a program starts sooner, and most visitors read French. */
  constructor(private readonly load: (lang: Lang) => ReadonlyMap<string, string>) {}

  /** Reads `<folder>/{fr,nl,de,en}.yaml`, and those of its sub-folders. */
  static load(folder: string): Texts {
    const folders = [folder, ...subfolders(folder)];
    return new Texts((lang) => new Map(folders.flatMap((one) => [...flatten(readYaml(join(one, `${lang}.yaml`)))])));
  }

  /** All sentences of several; the later ones come before the earlier ones. */
  static over(several: readonly Texts[]): Texts {
    return new Texts((lang) => new Map(several.flatMap((one) => [...one.sentences(lang)])));
  }

  keys(lang: Lang): string[] {
    return [...this.sentences(lang).keys()];
  }

  has(lang: Lang, key: string): boolean {
    return this.sentences(lang).has(key);
  }

  /** The sentence; in French when this language lacks it, its key when French does too. */
  text(lang: Lang, key: string, params: Params = {}): string {
    const own = this.has(lang, key) ? lang : 'fr';
    const id = `${own} ${key}`;
    let format = this.compiled.get(id);
    if (format === undefined) {
      const source = this.sentences(own).get(key) ?? key;
      const message = new IntlMessageFormat(source, locales[own], undefined, { ignoreTag: true });
      // most sentences say the same whatever they are told: they are written once
      format = source.includes('{') ? message : String(message.format());
      this.compiled.set(id, format);
    }
    return typeof format === 'string' ? format : String(format.format(params as Record<string, string>));
  }

  /** The sentences of a list, in order. */
  list(lang: Lang, key: string): string[] {
    const own = this.has(lang, `${key}.0`) ? lang : 'fr';
    const found: string[] = [];
    while (this.has(own, `${key}.${found.length}`)) found.push(this.text(own, `${key}.${found.length}`));
    return found;
  }

  /** The ICU message itself. */
  source(lang: Lang, key: string): string | undefined {
    return this.sentences(lang).get(key);
  }

  private sentences(lang: Lang): ReadonlyMap<string, string> {
    const sentences = this.loaded.get(lang) ?? this.load(lang);
    this.loaded.set(lang, sentences);
    return sentences;
  }
}

/** Nested sentences by dotted key. */
export function flatten(node: unknown, prefix = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof node === 'string' || typeof node === 'number') return found.set(prefix, typeset(String(node)));
  const entries = node && typeof node === 'object' ? Object.entries(node) : [];
  for (const [name, child] of entries) flatten(child, prefix ? `${prefix}.${name}` : name, found);
  return found;
}

function readYaml(file: string): unknown {
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}
