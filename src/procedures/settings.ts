import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Value } from '#engine';
import type { Block } from './blocks/block.js';
import type { Parameter } from './parameter.js';
import type { ProcedureFacts } from './procedure.js';
import type { Findings } from './procedure-diagnostic.js';
import { PARAMETER } from './procedure-schema.js';
import { lineOf, readYaml, Schema } from './read-yaml.js';
import { settingsSchema } from './settings-schema.js';

/** Values of parameters that the town gives, by name. */
interface Values {
  readonly [name: string]: Value;
}

/** `settings.yaml`: for every procedure that has such a parameter, and for one. */
interface Settings {
  readonly parameters?: Values;
  readonly procedures?: { readonly [key: string]: Values };
}

const schema = new Schema<Settings | null>(settingsSchema);
const parameterSchema = new Schema<Parameter>(PARAMETER);

/** Beside the procedures; a path within the folder of one. */
const FILE = '../settings.yaml';

/** The facts with all parameters, those of the blocks too, as the town has set them in `settings.yaml`. */
export function withSettings(
  path: string,
  facts: ProcedureFacts,
  blocks: readonly Block[],
  findings: Findings,
): ProcedureFacts {
  const file = join(dirname(path), 'settings.yaml');
  if (!existsSync(file)) return facts;
  const source = readFileSync(file, 'utf8');
  const { parameters: ofAll = {}, procedures = {} } = readYaml(FILE, source, schema, findings) ?? {};
  const declared: { [name: string]: Parameter } = Object.assign(
    {},
    ...blocks.map((block) => block.facts.parameters),
    facts.parameters,
  ) as { [name: string]: Parameter };
  for (const key of Object.keys(procedures))
    if (!existsSync(join(dirname(path), key)))
      say('procedure-unknown', `Expected a procedure "${key}", but there is none.`, ['procedures', key]);
  for (const [name, value] of Object.entries(ofAll)) if (name in declared) set(name, value, ['parameters', name]);
  for (const [name, value] of Object.entries(procedures[facts.key] ?? {})) {
    const place = ['procedures', facts.key, name];
    if (name in declared) set(name, value, place);
    else
      say(
        'parameter-unknown',
        `Expected a parameter of ${facts.key} (${Object.keys(declared).join(', ')}), but found "${name}".`,
        place,
      );
  }
  return { ...facts, parameters: declared };

  function set(name: string, value: Value, place: readonly string[]): void {
    const before = declared[name]!;
    if (parameterSchema.validate({ ...before, value })) declared[name] = { ...before, value };
    else
      say('parameter-wrong', `Expected "${name}" to be a ${before.type}, but found ${JSON.stringify(value)}.`, place);
  }

  function say(code: string, message: string, place: readonly string[]): void {
    const line = lineOf(source, place);
    findings.error(FILE, code, message, line === undefined ? {} : { line });
  }
}
