import type { Lang } from '../../forms/lang.js';
import type { Change } from '../../procedures/diff/compare.js';
import { texts } from '../texts/portal-texts.js';
import type { Mark } from './model-picture.js';

/** A change in the reader's words. */
export interface ToldChange {
  readonly sign: '+' | '−' | '±';
  readonly type: Change['type'];
  /** What it is about, with its name. */
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
}

/** Changes file by file. */
export function changedFiles(
  changes: readonly Change[],
  lang: Lang,
): { readonly file: string; readonly changes: readonly ToldChange[] }[] {
  const files = [...new Set(changes.map(({ file }) => file))];
  return files.map((file) => ({
    file,
    changes: changes.filter((one) => one.file === file).map((one) => told(one, lang)),
  }));
}

/** Which elements of a model are new, gone or other than before. */
export function marksOf(changes: readonly Change[]): ReadonlyMap<string, Mark> {
  const ofModel = changes.filter(({ file }) => file === 'process.bpmn');
  return new Map(ofModel.map(({ id, type }) => [id, type === 'renamed' ? 'changed' : type]));
}

function told({ type, kind, id, name, what, from, to }: Change, lang: Lang): ToldChange {
  const key = `versions.kind.${kind.toLowerCase().replace(/\s+/g, '-')}`;
  const known = texts.has('fr', key) ? texts.text(lang, key) : kind;
  const called =
    name === undefined || name === '' || type === 'renamed' ? id : `« ${name.replace(/\s+/g, ' ')} » (${id})`;
  const fact = what === undefined || what === 'value' || what === 'text' ? '' : `, ${what}`;
  return {
    sign: type === 'added' ? '+' : type === 'removed' ? '−' : '±',
    type,
    what: `${known} ${called}${fact}`,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}
