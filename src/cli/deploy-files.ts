import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type ExitCode, type Terminal, UsageError } from './command.js';
import { type Service, ServiceError } from './service.js';

interface Deployed {
  readonly deploymentKey: string;
  readonly deployments: readonly {
    readonly processDefinition: { processDefinitionId: string; processDefinitionVersion: number } | null;
    readonly decisionDefinition: { decisionDefinitionId: string; version: number } | null;
    readonly form: { formId: string; version: number } | null;
  }[];
}

/** Makes models, decisions and forms known to the engine of a service, all in one deployment. */
export async function deployFiles(
  service: Service,
  paths: readonly string[],
  asJson: boolean,
  { stdout, stderr }: Terminal,
): Promise<ExitCode> {
  if (paths.length === 0) throw new UsageError('Expected a procedure, models, decisions or forms, but there are none.');
  const form = new FormData();
  for (const path of paths) form.append('resources', new Blob([new Uint8Array(readFileSync(path))]), basename(path));
  try {
    const deployed = await service.post<Deployed>('deployments', form);
    stdout.write(asJson ? `${JSON.stringify({ deployments: [deployed] })}\n` : inWords(deployed));
    return 0;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    stderr.write(`${error.message}\n`);
    return 1;
  }
}

function inWords({ deploymentKey, deployments }: Deployed): string {
  const lines = deployments.flatMap(({ processDefinition: process, decisionDefinition: decision, form }) => [
    ...(process ? [`process ${process.processDefinitionId}, version ${process.processDefinitionVersion}`] : []),
    ...(decision ? [`decision ${decision.decisionDefinitionId}, version ${decision.version}`] : []),
    ...(form ? [`form ${form.formId}, version ${form.version}`] : []),
  ]);
  return `Deployment ${deploymentKey}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
