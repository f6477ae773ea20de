import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * The shape of the code: who may import whom, no cycles (type imports count), small files, plain names.
 * A new folder is a new row here; a row is never reversed.
 */
const root = resolve(import.meta.dirname, '..');

/** folder -> folders of ours it may import, besides itself. The longest matching folder decides. */
const DIRECTIONS: Record<string, readonly string[]> = {
  'engine/model': [],
  'engine/time': ['engine/model'],
  'engine/expressions': ['engine/model', 'engine/time'],
  'engine/decisions': [
    'engine/model',
    'engine/expressions',
    'engine/time',
    'engine/diagnostics.ts',
    'engine/xml/decode.ts',
  ],
  'engine/elements': ['engine/model', 'engine/expressions', 'engine/time', 'engine/diagnostics.ts'],
  'engine/instructions': ['engine/model', 'engine/expressions', 'engine/time'],
  engine: ['engine'],
  'src/config.ts': [
    'src/config-conditions.ts',
    'src/config-messages.ts',
    'src/config-payments.ts',
    'src/config-values.ts',
  ],
  'src/config-conditions.ts': [],
  'src/config-messages.ts': ['src/config-values.ts'],
  'src/config-payments.ts': ['src/config-registers.ts', 'src/config-values.ts'],
  'src/config-registers.ts': ['src/config-demo.ts', 'src/config-values.ts'],
  'src/config-demo.ts': ['src/config-values.ts'],
  'src/config-values.ts': [],
  'src/clock.ts': ['src/config.ts'],
  'src/database': ['src/config.ts', 'src/clock.ts'],
  'src/outbox': ['src/database'],
  'src/history': ['src/database', 'src/outbox'],
  'src/forms': ['#engine'],
  'src/access': ['src/database', 'src/history', 'src/forms'],
  'src/workflow': ['#engine', 'src/database', 'src/outbox', 'src/history'],
  'src/procedures': ['#engine', 'src/database', 'src/outbox', 'src/history', 'src/workflow', 'src/forms'],
  'src/notifications': ['src/access', 'src/procedures', 'src/forms', 'src/outbox', 'src/database'],
  'src/mail': [
    'src/notifications',
    'src/database',
    'src/outbox',
    'src/history',
    'src/procedures',
    'src/forms',
    'src/access',
  ],
  'src/accounts': ['src/mail', 'src/access', 'src/forms', 'src/database'],
  'src/identity': ['src/accounts', 'src/access', 'src/forms', 'src/database'],
  'src/dossiers': [
    '#engine',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/mail',
    'src/database',
    'src/outbox',
    'src/history',
  ],
  'src/documents': [
    'src/mail',
    '#engine',
    'src/dossiers',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/database',
    'src/outbox',
    'src/history',
  ],
  'src/signatures': [
    '#engine',
    'src/documents',
    'src/mail',
    'src/dossiers',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/database',
    'src/outbox',
    'src/history',
  ],
  'src/payments': [
    '#engine',
    'src/documents',
    'src/mail',
    'src/dossiers',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/database',
    'src/outbox',
    'src/history',
  ],
  'src/basket': ['src/dossiers', 'src/access', 'src/database'],
  'src/vault': ['src/dossiers', 'src/mail', 'src/forms', 'src/access', 'src/outbox', 'src/database'],
  'src/agent-tasks': [
    'src/dossiers',
    'src/mail',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/outbox',
    'src/database',
    'src/history',
  ],
  'src/opinions': [
    '#engine',
    'src/documents',
    'src/mail',
    'src/dossiers',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/database',
    'src/history',
  ],
  'src/cosignatures': [
    '#engine',
    'src/mail',
    'src/dossiers',
    'src/procedures',
    'src/workflow',
    'src/access',
    'src/database',
    'src/history',
    'src/forms',
  ],
  'src/sittings': [
    '#engine',
    'src/documents',
    'src/signatures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/database',
    'src/history',
    'src/procedures',
  ],
  'src/registers': [
    '#engine',
    'src/accounts',
    'src/dossiers',
    'src/procedures',
    'src/forms',
    'src/access',
    'src/database',
    'src/history',
  ],
  'src/statistics': ['src/access', 'src/database'],
  'src/export': ['src/database'],
  'src/retention': ['src/database', 'src/outbox', 'src/history', 'src/procedures'],
  'src/personal-data': ['src/database', 'src/history', 'src/retention'],
  'src/workers': [
    '#engine',
    'src/notifications',
    'src/cosignatures',
    'src/opinions',
    'src/registers',
    'src/payments',
    'src/signatures',
    'src/documents',
    'src/mail',
    'src/dossiers',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/outbox',
    'src/database',
    'src/history',
  ],
  'src/portals': [
    '#engine',
    'src/vault',
    'src/basket',
    'src/notifications',
    'src/cosignatures',
    'src/opinions',
    'src/registers',
    'src/payments',
    'src/signatures',
    'src/accounts',
    'src/identity',
    'src/statistics',
    'src/retention',
    'src/personal-data',
    'src/sittings',
    'src/documents',
    'src/mail',
    'src/dossiers',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/history',
    'src/outbox',
    'src/database',
  ],
  'src/demo': [
    '#engine',
    'src/identity',
    'src/registers',
    'src/accounts',
    'src/dossiers',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
  ],
  'src/tracing': [
    'src/workers',
    'src/mail',
    'src/dossiers',
    'src/workflow',
    'src/outbox',
    'src/database',
    'src/history',
  ],
  'src/rest': [
    '#engine',
    'src/procedures',
    'src/workflow',
    'src/forms',
    'src/access',
    'src/outbox',
    'src/history',
    'src/database',
  ],
  'src/cli': ['#engine', 'src/procedures', 'src/forms', 'src/documents', 'src/signatures'],
  'src/cli.ts': ['src/cli'],
  src: ['src', '#engine'],
};
const EVERYWHERE_IN_SRC = ['src/config.ts', 'src/clock.ts'];

/** An `index.ts` is a front door or a table, never a shortcut. */
const INDEX_FILES = [
  'engine/index.ts',
  'engine/commands/index.ts',
  'engine/elements/index.ts',
  'engine/elements/event-definitions/index.ts',
  'engine/instructions/index.ts',
  'src/workflow/effects/index.ts',
  'src/forms/fields/index.ts',
  'src/forms/formats/index.ts',
  'src/workers/index.ts',
];
const FORBIDDEN_NAMES = /^(utils?|helpers?|common|shared|misc|base|types|interfaces)(\.ts)?$/;
const MOST_LINES = 300;

function files(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return files(path);
    return /(?<!\.d)\.ts$/.test(name) ? [path] : [];
  });
}

const sources = [...files('engine'), ...files('src')].filter((file) => !/spec\.ts$/.test(file));
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Our own files, or `#engine`, that a file imports. */
function imports(file: string): string[] {
  return ts
    .preProcessFile(text(file), true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.') || name === '#engine')
    .map((name) =>
      name === '#engine' ? name : relative(root, resolve(root, dirname(file), name)).replace(/\.js$/, '.ts'),
    )
    .filter((name) => name === '#engine' || name.endsWith('.ts'));
}

const within = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);
const rowOf = (file: string): string | undefined =>
  Object.keys(DIRECTIONS)
    .filter((folder) => within(file, folder))
    .sort((a, b) => b.length - a.length)[0];

function lines(file: string): number {
  return text(file).trimEnd().split('\n').length;
}
const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

describe('the architecture', () => {
  it('imports point one way', () => {
    const wrong = sources.flatMap((file) => {
      const row = rowOf(file);
      if (!row) return [`${file}: its folder has no row in the table of directions`];
      const allowed = [row, ...(DIRECTIONS[row] ?? []), ...(file.startsWith('src') ? EVERYWHERE_IN_SRC : [])];
      return imports(file)
        .filter(
          (target) => !allowed.some((folder) => (target === '#engine' ? folder === target : within(target, folder))),
        )
        .map((target) => `${file} imports ${target}, which ${row} may not`);
    });
    expect(wrong).toEqual([]);
  });

  it('nothing in src reaches into the engine but by its door', () => {
    expect(files('src').filter((file) => imports(file).some((target) => within(target, 'engine')))).toEqual([]);
  });

  it('has no import cycle, type imports included', () => {
    const graph = new Map(sources.map((file) => [file, imports(file).filter((target) => target !== '#engine')]));
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of sources) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('files stay small', () => {
    expect(sources.filter((file) => lines(file) > MOST_LINES).map((file) => `${file}: ${lines(file)}`)).toEqual([]);
    expect(median(sources.filter((file) => file.startsWith('engine')).map(lines))).toBeLessThan(80);
    expect(median(sources.filter((file) => file.startsWith('src')).map(lines))).toBeLessThan(120);
  });

  it('an index.ts is the engine’s door or a table', () => {
    expect(sources.filter((file) => file.endsWith('/index.ts') && !INDEX_FILES.includes(file))).toEqual([]);
  });

  it('names say what is inside', () => {
    expect(sources.filter((file) => file.split('/').some((part) => FORBIDDEN_NAMES.test(part)))).toEqual([]);
    expect(sources.filter((file) => /[A-Z_]/.test(file))).toEqual([]);
  });

  it('refers upwards by the outbox, never by forwardRef', () => {
    expect(sources.filter((file) => /\bforwardRef\(/.test(text(file)))).toEqual([]);
  });

  it('reads the environment in config.ts alone', () => {
    const allowed = [
      'src/config.ts',
      'src/cli.ts',
      'src/main.ts',
      'src/background.ts',
      'src/backup.ts',
      'src/verify-history.ts',
      'src/run-retention.ts',
      'src/export-history.ts',
    ];
    expect(sources.filter((file) => /process\.env/.test(text(file)) && !allowed.includes(file))).toEqual([]);
  });

  it('reads the clock in clock.ts alone', () => {
    const reads = /new Date\(\)|Date\.now\(\)/;
    expect(sources.filter((file) => reads.test(text(file)) && file !== 'src/clock.ts')).toEqual([]);
  });
});
