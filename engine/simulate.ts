import { compile } from './compile.js';
import type { DecisionModel } from './decisions/decision-model.js';
import { evaluateDecision } from './decisions/evaluate-decision.js';
import { readDecisions } from './decisions/read-decisions.js';
import type { DecisionAnswer } from './model/command.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { Instant, Variables } from './model/variables.js';
import { read } from './read.js';
import { Host } from './simulation/host.js';
import type { SimulateOptions, Simulation } from './simulation/simulation.js';
import { validate } from './validate.js';
import { decode } from './xml/decode.js';

type Source = string | Uint8Array;

/** Reads and deploys BPMN (and DMN) texts, or the bytes of such files, into an in-memory host. */
export async function simulate(xml: Source | readonly Source[], options: SimulateOptions = {}): Promise<Simulation> {
  const diagnostics: Diagnostic[] = [];
  const processes = new Map<string, CompiledProcess>();
  const models: DecisionModel[] = [];
  for (const source of typeof xml === 'string' || xml instanceof Uint8Array ? [xml] : xml) {
    const text = typeof source === 'string' ? source : decode(source);
    if (typeof text === 'string' && isDmn(text)) {
      const { decisions, diagnostics: found } = await readDecisions(text);
      diagnostics.push(...found);
      models.push(decisions);
      continue;
    }
    const { model, diagnostics: found } = await read(source);
    const all = [...found, ...(model ? validate(model) : [])];
    diagnostics.push(...all);
    if (!model || all.some(({ severity }) => severity === 'error')) continue;
    for (const definition of model.processes) processes.set(definition.id, compile(definition));
  }
  const decide = (decisionId: string, variables: Variables, now: Instant): DecisionAnswer => {
    const owner = models.find(({ decisions }) => decisions.has(decisionId));
    if (owner) return evaluateDecision(owner, decisionId, variables, now);
    return { failure: `Expected a decision '${decisionId}', but there is none.` };
  };
  return new Host(diagnostics, { processes, decide }, options);
}

function isDmn(text: string): boolean {
  return /<(?:[\w.-]+:)?definitions\b[^>]*\/spec\/DMN\//i.test(text);
}
