import { compile } from './compile.js';
import { readDecisions } from './decisions/read-decisions.js';
import type { Diagnostic } from './model/diagnostic.js';
import { read } from './read.js';
import { Deployments, type Resource } from './simulation/deployments.js';
import { Host } from './simulation/host.js';
import type { SimulateOptions, Simulation } from './simulation/simulation.js';
import { validate } from './validate.js';
import { decode } from './xml/decode.js';

type Source = string | Uint8Array;

interface Found {
  readonly resources: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and deploys BPMN (and DMN) texts, or the bytes of such files, into an in-memory host. */
export async function simulate(xml: Source | readonly Source[], options: SimulateOptions = {}): Promise<Simulation> {
  const { resources, diagnostics } = await readAll(xml);
  const deployments = new Deployments();
  deployments.add(resources);
  return new Host(diagnostics, deployments, readAll, options);
}

async function readAll(xml: Source | readonly Source[]): Promise<Found> {
  const found: { resource?: Resource; diagnostics: readonly Diagnostic[] }[] = [];
  for (const source of typeof xml === 'string' || xml instanceof Uint8Array ? [xml] : xml) {
    found.push(await readOne(source));
  }
  return {
    resources: found.flatMap(({ resource }) => resource ?? []),
    diagnostics: found.flatMap(({ diagnostics }) => diagnostics),
  };
}

async function readOne(source: Source): Promise<{ resource?: Resource; diagnostics: readonly Diagnostic[] }> {
  const text = typeof source === 'string' ? source : decode(source);
  if (typeof text === 'string' && isDmn(text)) {
    const { decisions, diagnostics } = await readDecisions(text);
    return { resource: { source, processes: [], decisions }, diagnostics };
  }
  const { model, diagnostics: found } = await read(source);
  const diagnostics = [...found, ...(model ? validate(model) : [])];
  if (!model || diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  return { resource: { source, processes: model.processes.map(compile) }, diagnostics };
}

function isDmn(text: string): boolean {
  return /<(?:[\w.-]+:)?definitions\b[^>]*\/spec\/DMN\//i.test(text);
}
