import type { Change, Version } from '../../procedures/diff/compare.js';
import { inWords } from '../../procedures/diff/words.js';
import { diagramHtml, type Mark } from './diagram.js';
import { escape, list } from './html.js';
import { pageOf } from './page.js';

interface Comparison {
  readonly from: string;
  readonly to: string;
  readonly older: Version;
  readonly newer: Version;
  readonly changes: readonly Change[];
}

/** The page of `beffroi diff --report`: both models with what differs coloured, and every change as a sentence. */
export function diffPage({ from, to, older, newer, changes }: Comparison): string {
  const files = [...new Set(changes.map(({ file }) => file))];
  const sections = files.map((file) => {
    const here = changes.filter((change) => change.file === file);
    return `<h3><code>${escape(file)}</code></h3>\n${list(here.map(sentenceOf))}`;
  });
  return pageOf(
    `From ${from} to ${to}`,
    `<p>${changes.length === 0 ? 'No differences.' : `${changes.length} differences.`}</p>
<h2>Models</h2>
${picture('older', `Before: ${from}`, older, marksOf(changes, 'removed'))}
${picture('newer', `After: ${to}`, newer, marksOf(changes, 'added'))}
<h2>Differences</h2>
${sections.join('\n')}`,
  );
}

function picture(id: string, title: string, { xml }: Version, marks: { [element: string]: Mark }): string {
  return xml === undefined ? '' : diagramHtml({ id, title, xml, marks });
}

/** What is only in one of the two, and what differs in both. */
function marksOf(changes: readonly Change[], only: 'added' | 'removed'): { [element: string]: Mark } {
  const marks: { [element: string]: Mark } = {};
  for (const { type, id } of changes.filter((change) => change.file === 'process.bpmn')) {
    if (type === 'renamed' || type === 'changed') marks[id] = { kind: 'changed', note: 'changed' };
    else if (type === only) marks[id] = { kind: only, note: only === 'added' ? 'new' : 'removed' };
  }
  return marks;
}

function sentenceOf(change: Change): string {
  const { type, what, from, to } = change;
  if (type !== 'changed' || what !== 'text' || from === undefined || to === undefined) return escape(inWords(change));
  return `${escape(inWords(change))}<details><summary>Lines</summary><pre>${linesOf(from, to)}</pre></details>`;
}

/** The lines that are gone, then those that are new. */
function linesOf(from: string, to: string): string {
  const [old, now] = [from.split('\n'), to.split('\n')];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `<del>${escape(line)}</del>`);
  const added = now.filter((line) => !old.includes(line)).map((line) => `<ins>${escape(line)}</ins>`);
  return [...gone, ...added].join('\n');
}
