import { statSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type CompiledProcess, type MigrationPlan, read, validate } from '#engine';
import { type Command, type ExitCode, type Terminal, UsageError } from './command.js';
import { hasErrors, printDiagnostics } from './diagnostics.js';
import { readBytes } from './input.js';
import { elementsWithoutCounterpart, problemsOfCase } from './migration-preview.js';
import { Service, ServiceError } from './service.js';

/** Says what would keep cases from going on in a new version. Moves nothing: the desk and `/v2` do. */
export const migrate: Command = {
  options: {
    'dry-run': { type: 'boolean' },
    at: { type: 'string' },
    map: { type: 'string' },
    json: { type: 'boolean' },
  },
  async execute({ positionals, values }, terminal) {
    if (!values['dry-run']) throw new UsageError('Expected --dry-run: cases are moved at the desk, or over /v2.');
    const plan = planIn(values['map']);
    const asJson = values['json'] === true;
    if (values['at'] !== undefined) {
      const [path, ...others] = positionals;
      if (path === undefined || others.length > 0) throw new UsageError('Expected one new version with --at.');
      const service = Service.at(values['at'], '--at', terminal);
      const to = await compiledAt(path, terminal);
      return to ? ofService(service, to, plan, asJson, terminal) : 1;
    }
    const [older, newer, ...others] = positionals;
    if (older === undefined || newer === undefined || others.length > 0)
      throw new UsageError('Expected an old and a new version, or --at with the address of a service.');
    const [from, to] = [await compiledAt(older, terminal), await compiledAt(newer, terminal)];
    return from && to ? ofModel(from, to, plan, asJson, terminal) : 1;
  },
};

/** `old=new,other=same`: elements that have another id in the new version. */
function planIn(text: string | boolean | undefined): MigrationPlan {
  const pairs = typeof text === 'string' ? text.split(',').map((pair) => pair.split('=')) : [];
  const wrong = pairs.find((pair) => pair.length !== 2 || pair.some((id) => id.trim() === ''));
  if (wrong) throw new UsageError(`Expected --map as old=new,old=new, but found "${wrong.join('=')}".`);
  return Object.fromEntries(pairs.map(([from = '', to = '']) => [from.trim(), to.trim()]));
}

async function compiledAt(path: string, terminal: Terminal): Promise<CompiledProcess | undefined> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = isFolder ? join(path, 'process.bpmn') : path;
  const { model, diagnostics: found } = await read(readBytes(file));
  const diagnostics = [...found, ...(model ? validate(model) : [])].map((one) => ({ ...one, file }));
  printDiagnostics(diagnostics, terminal);
  const [process] = model?.processes ?? [];
  return process && !hasErrors(diagnostics) ? compile(process) : undefined;
}

function ofModel(
  from: CompiledProcess,
  to: CompiledProcess,
  plan: MigrationPlan,
  asJson: boolean,
  { stdout }: Terminal,
): ExitCode {
  const elements = elementsWithoutCounterpart(from, to, plan);
  if (asJson) stdout.write(`${JSON.stringify({ elements })}\n`);
  else if (elements.length === 0) stdout.write('A case can go on in the new version wherever it stands.\n');
  else for (const { element, problem } of elements) stdout.write(`A case at ${element} cannot go on: ${problem}\n`);
  return elements.length === 0 ? 0 : 1;
}

interface Instance {
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processDefinitionVersion: number;
}

async function ofService(
  service: Service,
  to: CompiledProcess,
  plan: MigrationPlan,
  asJson: boolean,
  { stdout, stderr }: Terminal,
): Promise<ExitCode> {
  try {
    const filter = { processDefinitionId: to.definition.id, state: 'ACTIVE' };
    const instances = await service.search<Instance>('process-instances/search', filter);
    const versions = new Map<string, CompiledProcess>();
    const cases = [];
    for (const { processInstanceKey, processDefinitionKey, processDefinitionVersion: version } of instances) {
      const from =
        versions.get(processDefinitionKey) ?? (await definition(service, processDefinitionKey, to.definition.id));
      versions.set(processDefinitionKey, from);
      const active = await service.search<{ elementId: string }>('element-instances/search', {
        processInstanceKey,
        state: 'ACTIVE',
      });
      const elements = active.map(({ elementId }) => elementId);
      cases.push({ processInstanceKey, version, elements, problems: problemsOfCase(from, to, elements, plan) });
    }
    stdout.write(asJson ? `${JSON.stringify({ cases })}\n` : inWords(cases));
    return cases.every(({ problems }) => problems.length === 0) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function definition(service: Service, key: string, processId: string): Promise<CompiledProcess> {
  const { model } = await read(await service.text(`process-definitions/${key}/xml`));
  const process = model?.processes.find(({ id }) => id === processId);
  if (!process)
    throw new ServiceError(
      `Expected the process ${processId} in definition ${key} of the service, but it is not there.`,
    );
  return compile(process);
}

function inWords(
  cases: readonly { processInstanceKey: string; version: number; problems: readonly string[] }[],
): string {
  const stuck = cases.filter(({ problems }) => problems.length > 0);
  const lines = stuck.map(
    ({ processInstanceKey, version, problems }) =>
      `Case ${processInstanceKey} of version ${version} cannot go on: ${problems.join(' ')}`,
  );
  return [
    `${cases.length - stuck.length} of ${cases.length} running cases can go on in the new version.`,
    ...lines,
    '',
  ].join('\n');
}
