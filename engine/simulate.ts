import { compile } from './compile.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { CompiledProcess } from './model/compiled-process.js';
import { read } from './read.js';
import { Host } from './simulation/host.js';
import type { SimulateOptions, Simulation } from './simulation/simulation.js';
import { validate } from './validate.js';

/** Reads and deploys BPMN (and DMN) texts into an in-memory host. */
export async function simulate(xml: string | readonly string[], options: SimulateOptions = {}): Promise<Simulation> {
  const diagnostics: Diagnostic[] = [];
  const processes = new Map<string, CompiledProcess>();
  for (const text of typeof xml === 'string' ? [xml] : xml) {
    const { model, diagnostics: found } = await read(text);
    const all = [...found, ...(model ? validate(model) : [])];
    diagnostics.push(...all);
    if (!model || all.some(({ severity }) => severity === 'error')) continue;
    for (const definition of model.processes) processes.set(definition.id, compile(definition));
  }
  const decide = (decisionId: string) => ({ failure: `Expected a decision '${decisionId}', but there is none.` });
  return new Host(diagnostics, { processes, decide }, options);
}
