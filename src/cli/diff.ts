import { existsSync, writeFileSync } from 'node:fs';
import { type Change, compare, readVersion } from '../procedures/diff/compare.js';
import { inWords } from '../procedures/diff/words.js';
import { type Command, UsageError } from './command.js';
import { diffPage } from './report/diff-page.js';

/** Says in what two versions of a procedure or of a model differ. */
export const diff: Command = {
  options: { json: { type: 'boolean' }, report: { type: 'string' } },
  async execute({ positionals, values }, terminal) {
    const [from, to, ...others] = positionals;
    if (from === undefined || to === undefined || others.length > 0)
      throw new UsageError('Expected two versions: folders of procedures, or BPMN files.');
    for (const path of [from, to])
      if (!existsSync(path)) throw new UsageError(`Expected a folder or a file, but there is no "${path}".`);
    const [older, newer] = await Promise.all([readVersion(from), readVersion(to)]);
    for (const [path, { parts }] of [
      [from, older],
      [to, newer],
    ] as const)
      if (parts.length === 0) throw new UsageError(`Expected a procedure or a BPMN model, but "${path}" is none.`);
    const changes = compare(older, newer);
    const told = changes.map((change) => ({ ...change, sentence: inWords(change) }));
    terminal.stdout.write(values['json'] ? `${JSON.stringify({ changes: told })}\n` : listed(changes));
    if (typeof values['report'] === 'string') {
      writeFileSync(values['report'], diffPage({ from, to, older, newer, changes }));
      terminal.stderr.write(`Report: ${values['report']}\n`);
    }
    return 0;
  },
};

/** File by file. */
function listed(changes: readonly Change[]): string {
  if (changes.length === 0) return 'No differences.\n';
  const files = [...new Set(changes.map(({ file }) => file))];
  const lines = files.flatMap((file) => [
    file,
    ...changes.filter((change) => change.file === file).map((change) => `  ${inWords(change)}`),
  ]);
  return `${lines.join('\n')}\n`;
}
