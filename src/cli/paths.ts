import { type FlowNode, type ProcessDefinition, read, type Scope } from '#engine';
import { type Command, type Terminal, UsageError } from './command.js';
import { type FileDiagnostic, hasErrors, printDiagnostics } from './diagnostics.js';
import { readBytes } from './input.js';

/** One way from a beginning to an end: nodes and flows in turn. */
interface Path {
  readonly elements: readonly string[];
  readonly flows: readonly string[];
}

const mostPaths = 10_000;

/** Lists the paths of each scope of a model: every way along its flows that takes no flow twice. */
export const paths: Command = {
  options: { process: { type: 'string' }, json: { type: 'boolean' } },
  async execute({ positionals, values }, terminal) {
    const { processes, diagnostics } = await readProcesses(positionals, values['process'], terminal);
    const scopes = processes.flatMap((process) => scopesOf(process.id, process.scope));
    const found = scopes.map(({ id, scope }) => ({ scope: id, ...pathsThrough(scope) }));
    terminal.stdout.write(
      values['json'] ? `${JSON.stringify({ scopes: found, diagnostics })}\n` : found.map(inWords).join(''),
    );
    return hasErrors(diagnostics) ? 1 : 0;
  },
};

/** The processes of the one file on the command line; none when it was refused, which is then said. */
export async function readProcesses(
  positionals: readonly string[],
  processId: string | boolean | undefined,
  terminal: Terminal,
): Promise<{ processes: readonly ProcessDefinition[]; diagnostics: readonly FileDiagnostic[] }> {
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Expected one BPMN file.');
  const { model, diagnostics: found } = await read(readBytes(file));
  const diagnostics = found.map((diagnostic) => ({ ...diagnostic, file }));
  printDiagnostics(diagnostics, terminal);
  if (!model || hasErrors(diagnostics)) return { processes: [], diagnostics };
  const processes = model.processes.filter(({ id }) => processId === undefined || id === processId);
  if (processes.length === 0) throw new UsageError(`Expected a process "${String(processId)}", but there is none.`);
  return { processes, diagnostics };
}

function scopesOf(id: string, scope: Scope): { id: string; scope: Scope }[] {
  const inner = scope.nodes.flatMap((node) => {
    const { scope: within } = node as FlowNode & { scope?: Scope };
    return within ? scopesOf(node.id, within) : [];
  });
  return [{ id, scope }, ...inner];
}

/** A scope begins at its start events and at every node that no flow leads to; a boundary event goes on from its activity. */
export function pathsThrough({ nodes }: Scope): { paths: Path[]; complete: boolean } {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found: Path[] = [];
  const visit = (node: FlowNode, elements: readonly string[], flows: readonly string[]): void => {
    if (found.length >= mostPaths) return;
    const here = [...elements, node.id];
    const ways = node.outgoing.filter(({ id }) => !flows.includes(id));
    for (const flow of ways) {
      const next = byId.get(flow.target);
      if (next) visit(next, here, [...flows, flow.id]);
    }
    const linked = byId.get((node as { linkTarget?: string }).linkTarget ?? '');
    if (linked && !elements.includes(linked.id)) visit(linked, here, flows);
    if (node.outgoing.length === 0 && !linked) found.push({ elements: here, flows });
    for (const event of node.boundaryEvents) if (!elements.includes(event.id)) visit(event, here, flows);
  };
  const attached = new Set(nodes.flatMap(({ boundaryEvents }) => boundaryEvents.map(({ id }) => id)));
  nodes
    .filter((node) => node.incoming.length === 0 && !attached.has(node.id) && !isReachedOtherwise(node))
    .forEach((node) => visit(node, [], []));
  return { paths: found, complete: found.length < mostPaths };
}

/** By a link, by compensation, or by an event: no path of its own begins there. */
function isReachedOtherwise(node: FlowNode): boolean {
  const { linkSources = [], triggeredByEvent } = node as {
    linkSources?: readonly string[];
    triggeredByEvent?: boolean;
  };
  return linkSources.length > 0 || triggeredByEvent === true || node.isForCompensation;
}

function inWords({
  scope,
  paths: found,
  complete,
}: {
  scope: string;
  paths: readonly Path[];
  complete: boolean;
}): string {
  const lines = found.map(({ elements }) => `  ${elements.join(' -> ')}`);
  return [`${scope}: ${found.length} paths${complete ? '' : ', and more'}`, ...lines, ''].join('\n');
}
