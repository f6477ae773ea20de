import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { readMaterial } from '../procedures/read-material.js';
import { type Command, type ExitCode, type Terminal, UsageError } from './command.js';
import { type FileDiagnostic, hasErrors, printDiagnostics } from './diagnostics.js';
import { Service, ServiceError } from './service.js';
import { find } from './targets.js';

interface Resource {
  readonly name: string;
  readonly content: Uint8Array | string;
}

interface Deployed {
  readonly deploymentKey: string;
  readonly deployments: readonly {
    readonly processDefinition: { processDefinitionId: string; processDefinitionVersion: number } | null;
    readonly decisionDefinition: { decisionDefinitionId: string; version: number } | null;
    readonly form: { formId: string; version: number } | null;
  }[];
}

/** Files that belong together: forms and decisions are found in the deployment of the process that asks for them. */
interface Batch {
  readonly name: string;
  readonly resources: readonly Resource[];
}

/**
 * Brings models, decisions and forms into a running service, which checks them again: all of a procedure or nothing. What
 * is wrong with a procedure is said before anything is sent; the blocks that it calls go before it.
 */
export const deploy: Command = {
  options: { to: { type: 'string' }, json: { type: 'boolean' } },
  async execute({ positionals, values }, terminal) {
    if (positionals.length === 0) throw new UsageError('Expected a folder or a file.');
    const service = Service.at(values['to'], '--to', terminal);
    const targets = positionals.map(targetsAt);
    const procedures = targets.flatMap((target) => target.procedures);
    const models = targets.flatMap((target) => target.models);
    if (!(await areSound(procedures, terminal))) return 1;
    const batches = procedures.flatMap(batchesOf);
    const all = models.length > 0 ? [...batches, { name: 'files', resources: models.map(fileOf) }] : batches;
    if (all.length === 0) throw new UsageError('Expected a procedure, models, decisions or forms, but there are none.');
    return send(
      service,
      [...new Map(all.map((batch) => [batch.name, batch])).values()],
      values['json'] === true,
      terminal,
    );
  },
};

/** A form alone can be deployed, too. */
function targetsAt(path: string): ReturnType<typeof find> {
  return extname(path) === '.form' && existsSync(path) ? { procedures: [], models: [path] } : find(path);
}

async function areSound(folders: readonly string[], terminal: Terminal): Promise<boolean> {
  const { checkProcedure } = await import('../procedures/check-procedure.js');
  const found: FileDiagnostic[] = [];
  for (const folder of folders)
    found.push(...(await checkProcedure(folder)).map((one) => ({ ...one, file: join(folder, one.file) })));
  printDiagnostics(found, terminal);
  return !hasErrors(found);
}

function batchesOf(folder: string): Batch[] {
  const { material, blocks } = readMaterial(folder);
  const all = material ? [...blocks, material] : [];
  return all.map(({ key, resources }) => ({
    name: key,
    resources: resources.map(({ name, content }) => ({ name: basename(name), content })),
  }));
}

function fileOf(path: string): Resource {
  return { name: basename(path), content: readFileSync(path) };
}

async function send(
  service: Service,
  batches: readonly Batch[],
  asJson: boolean,
  { stdout, stderr }: Terminal,
): Promise<ExitCode> {
  const deployed: Deployed[] = [];
  for (const { name, resources } of batches) {
    const form = new FormData();
    for (const { name: file, content } of resources)
      form.append('resources', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), file);
    try {
      deployed.push(await service.post<Deployed>('deployments', form));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      stderr.write(`${name}: ${error.message}\n`);
      return 1;
    }
  }
  stdout.write(asJson ? `${JSON.stringify({ deployments: deployed })}\n` : deployed.map(inWords).join(''));
  return 0;
}

function inWords({ deploymentKey, deployments }: Deployed): string {
  const lines = deployments.flatMap(({ processDefinition: process, decisionDefinition: decision, form }) => [
    ...(process ? [`process ${process.processDefinitionId}, version ${process.processDefinitionVersion}`] : []),
    ...(decision ? [`decision ${decision.decisionDefinitionId}, version ${decision.version}`] : []),
    ...(form ? [`form ${form.formId}, version ${form.version}`] : []),
  ]);
  return `Deployment ${deploymentKey}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
