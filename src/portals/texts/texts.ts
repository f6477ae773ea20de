import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import type { Lang } from '../../forms/lang.js';

export type Params = { readonly [name: string]: unknown };

/** Every sentence of the portals: `texts/<lang>.yaml` and those of its sub-folders, by dotted key. */
export class Texts {
  private readonly compiled = new Map<string, IntlMessageFormat>();

  constructor(private readonly sentences: Readonly<Record<Lang, ReadonlyMap<string, string>>>) {}

  /** Reads `<folder>/<lang>.yaml` and `<folder>/<sub-folder>/<lang>.yaml`. */
  static load(folder: string): Texts {
    const folders = [folder, ...subfolders(folder)];
    const load = (lang: Lang): ReadonlyMap<string, string> =>
      new Map(folders.flatMap((one) => [...flattened(join(one, `${lang}.yaml`))]));
    return new Texts({ fr: load('fr'), nl: load('nl'), de: load('de'), en: load('en') });
  }

  keys(lang: Lang): string[] {
    return [...this.sentences[lang].keys()].sort();
  }

  /** The sentence in this language; a sentence that is missing shows its key (a test sees to it that none is). */
  text(lang: Lang, key: string, params: Params = {}): string {
    const id = `${lang} ${key}`;
    let format = this.compiled.get(id);
    if (!format) {
      format = new IntlMessageFormat(this.source(lang, key), locales[lang], undefined, { ignoreTag: true });
      this.compiled.set(id, format);
    }
    return String(format.format(params as Record<string, string>));
  }

  /** The ICU message itself. */
  source(lang: Lang, key: string): string {
    return this.sentences[lang].get(key) ?? this.sentences.fr.get(key) ?? key;
  }

  has(key: string): boolean {
    return this.sentences.fr.has(key);
  }
}

/** How numbers and dates are written in Belgium, per language. */
export const locales: Readonly<Record<Lang, string>> = { fr: 'fr-BE', nl: 'nl-BE', de: 'de-BE', en: 'en-BE' };

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

function flattened(file: string): Map<string, string> {
  const sentences = new Map<string, string>();
  if (existsSync(file)) walk(parse(readFileSync(file, 'utf8')), '');
  return sentences;

  function walk(node: unknown, prefix: string): void {
    if (typeof node === 'string' || typeof node === 'number') sentences.set(prefix, String(node));
    else if (node && typeof node === 'object')
      for (const [name, child] of Object.entries(node)) walk(child, prefix ? `${prefix}.${name}` : name);
  }
}
