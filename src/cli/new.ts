import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { root } from '../config.js';
import { procedureSchema } from '../procedures/procedure-schema.js';
import { type Arguments, type Command, type Terminal, UsageError } from './command.js';
import { copyBlock } from './copy-block.js';

/** What an author decides at the beginning. */
interface Question {
  readonly asks: string;
  /** What counts when nobody answers. */
  readonly usual: string;
  readonly isRight: RegExp;
  /** The same words in the copy of the template become the answer. */
  write(folder: string, answer: string): void;
}

const authentications = procedureSchema.properties.authentication.enum;

/** THE TABLE of questions: each is an option of the same name, and asked in a terminal when the option is not there. */
const questions: { readonly [option: string]: Question } = {
  title: {
    asks: 'What do citizens call it (in French)?',
    usual: 'À compléter',
    isRight: /\S/,
    write: (folder, answer) => {
      edit(join(folder, 'texts/fr.yaml'), /^title: .*$/m, `title: ${JSON.stringify(answer).replaceAll('$', '$$$$')}`);
      edit(join(folder, 'process.bpmn'), /(<bpmn:process [^>]*\bname=")[^"]*/, `$1${attribute(answer)}`);
    },
  },
  department: {
    asks: 'Which department treats it (its key)?',
    usual: 'population',
    isRight: /^[a-z][a-z0-9-]*$/,
    write: (folder, answer) => {
      edit(join(folder, 'procedure.yaml'), /^department: .*$/m, `department: ${answer}`);
      edit(join(folder, 'process.bpmn'), /candidateGroups="[^"=]*"/g, `candidateGroups="${answer}"`);
    },
  },
  category: {
    asks: 'In which category of the portal does it stand (its key)?',
    usual: 'actes-et-certificats',
    isRight: /^[a-z][a-z0-9-]*$/,
    write: (folder, answer) => edit(join(folder, 'procedure.yaml'), /^category: .*$/m, `category: ${answer}`),
  },
  authentication: {
    asks: `How sure must we be who asks (${authentications.join(', ')})?`,
    usual: 'none',
    isRight: new RegExp(`^(${authentications.join('|')})$`),
    write: (folder, answer) =>
      edit(join(folder, 'procedure.yaml'), /^authentication: .*$/m, `authentication: ${answer}`),
  },
  days: {
    asks: 'Within how many working days is it done?',
    usual: '10',
    isRight: /^[1-9]\d{0,3}$/,
    write: (folder, answer) => {
      edit(join(folder, 'procedure.yaml'), /^( {2}days: )\d+$/m, `$1${answer}`);
      for (const file of filesIn(join(folder, 'texts'))) edit(file, /^(delay: )\d+(?= )/m, `$1${answer}`);
    },
  },
};

/** Begins a procedure: a copy of `template/`, or of another procedure, that passes `check` and `test` before anybody has written a word. */
export const create: Command = {
  options: {
    in: { type: 'string' },
    from: { type: 'string' },
    ...Object.fromEntries(Object.keys(questions).map((option) => [option, { type: 'string' as const }])),
  },
  async execute({ positionals, values }, terminal) {
    const [given, ...others] = positionals;
    if (others.length > 0 || (given === undefined && !terminal.stdin.isTTY))
      throw new UsageError('Expected the key of one procedure.');
    if (typeof values['from'] === 'string' && existsSync(join(values['from'], 'block.yaml')))
      return beginBlock(given, values['from'], values['in'], terminal);
    const { key, answers } = await ask(given, values, terminal);
    const from = typeof values['from'] === 'string' ? values['from'] : join(root, 'src/cli/template');
    if (!existsSync(join(from, 'procedure.yaml')))
      throw new UsageError(`Expected a procedure in "${from}", but there is none.`);
    const folder = join(typeof values['in'] === 'string' ? values['in'] : 'procedures', key);
    if (existsSync(folder)) throw new UsageError(`Expected a new folder, but there is already a "${folder}".`);
    cpSync(from, folder, { recursive: true });
    const old = values['from'] === undefined ? '__KEY__' : basename(from.replace(/[/\\]+$/, ''));
    for (const file of filesIn(folder)) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(old, key));
    for (const [option, answer] of answers) questions[option]?.write(folder, answer);
    terminal.stdout.write(`${filesIn(folder).join('\n')}\n\nNext: beffroi check ${folder} && beffroi test ${folder}\n`);
    return 0;
  },
};

/** A block begins as a copy of another one, beside the others. */
function beginBlock(key: string | undefined, from: string, town: Arguments['values'][string], { stdout }: Terminal): 0 {
  if (key === undefined || !isKey.test(key)) throw new UsageError(wrongKey(key ?? ''));
  const folder = join(typeof town === 'string' ? town : 'procedures', '_blocks', key);
  if (existsSync(folder)) throw new UsageError(`Expected a new folder, but there is already a "${folder}".`);
  const files = copyBlock(from, folder);
  stdout.write(`${files.join('\n')}\n\nNext: beffroi check ${folder} && beffroi test ${folder}\n`);
  return 0;
}

/** The key and the answers: those of the options; in a terminal, also those to the questions. */
async function ask(
  given: string | undefined,
  values: Arguments['values'],
  terminal: Terminal,
): Promise<{ key: string; answers: Map<string, string> }> {
  const answers = new Map<string, string>();
  for (const [option, { isRight }] of Object.entries(questions)) {
    const value = values[option];
    if (typeof value !== 'string') continue;
    if (!isRight.test(value)) throw new UsageError(`Expected something else in --${option} than "${value}".`);
    answers.set(option, value);
  }
  if (given !== undefined && !isKey.test(given)) throw new UsageError(wrongKey(given));
  if (!terminal.stdin.isTTY) return { key: given ?? '', answers };
  const asking = new Asking(terminal);
  const key = given ?? (await asking.ask('What is its key (small letters, digits, hyphens)?', '', isKey));
  const open = values['from'] === undefined ? Object.entries(questions).filter(([option]) => !answers.has(option)) : [];
  for (const [option, { asks, usual, isRight }] of open) answers.set(option, await asking.ask(asks, usual, isRight));
  asking.close();
  return { key, answers };
}

const isKey = /^[a-z][a-z0-9-]*$/;

function wrongKey(key: string): string {
  return `Expected a key of small letters, digits and hyphens, but got "${key}".`;
}

/** Asks until the answer is right; an empty one is the usual one. */
class Asking {
  private readonly lines;
  private readonly answers: AsyncIterator<string, undefined>;

  constructor(private readonly terminal: Terminal) {
    this.lines = createInterface({ input: terminal.stdin, crlfDelay: Infinity });
    this.answers = this.lines[Symbol.asyncIterator]();
  }

  async ask(asks: string, usual: string, isRight: RegExp): Promise<string> {
    for (;;) {
      this.terminal.stdout.write(`${asks}${usual ? ` [${usual}]` : ''} `);
      const next: IteratorResult<string, undefined> = await this.answers.next();
      if (next.done) throw new UsageError('Expected an answer, but there was none.');
      const answer = next.value.trim() || usual;
      if (isRight.test(answer)) return answer;
      this.terminal.stdout.write('  That does not fit. ');
    }
  }

  close(): void {
    this.lines.close();
  }
}

function edit(file: string, from: RegExp, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('$', '$$$$');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}
