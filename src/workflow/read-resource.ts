import { createHash } from 'node:crypto';
import { compile, type CompiledProcess, type Diagnostic, read, readDecisions, validate } from '#engine';
import type { DefinitionKind } from './definition.entity.js';

export interface Resource {
  /** File name; its ending says what it is: `.bpmn`, `.dmn`, `.form`; anything else is only kept. */
  readonly name: string;
  readonly content: string;
}

/** A process, decision or form found in a resource. */
export interface FoundDefinition {
  readonly kind: DefinitionKind;
  readonly definitionId: string;
  readonly name?: string;
  readonly versionTag?: string;
  readonly resource: Resource;
  readonly checksum: string;
  /** Of a process. */
  readonly process?: CompiledProcess;
}

export interface ReadResource {
  readonly found: readonly FoundDefinition[];
  readonly diagnostics: readonly Diagnostic[];
}

type Found = Omit<FoundDefinition, 'resource' | 'checksum'>;

/** What a deployed file defines, and what is wrong with it. */
export async function readResource(resource: Resource): Promise<ReadResource> {
  const { found, diagnostics } = await readByEnding(resource);
  const checksum = createHash('sha256').update(resource.content).digest('hex');
  return { found: found.map((one) => ({ ...one, resource, checksum })), diagnostics };
}

async function readByEnding({ name, content }: Resource): Promise<{ found: Found[]; diagnostics: Diagnostic[] }> {
  if (name.endsWith('.bpmn')) return readProcesses(content);
  if (name.endsWith('.dmn')) return readDecisionResource(content);
  if (name.endsWith('.form')) return readFormResource(name, content);
  return { found: [{ kind: 'resource', definitionId: name }], diagnostics: [] };
}

async function readProcesses(content: string): Promise<{ found: Found[]; diagnostics: Diagnostic[] }> {
  const { model, diagnostics } = await read(content);
  if (!model) return { found: [], diagnostics: [...diagnostics] };
  const all = [...diagnostics, ...validate(model)];
  if (all.some(({ severity }) => severity === 'error')) return { found: [], diagnostics: all };
  const found = model.processes
    .filter(({ isExecutable }) => isExecutable)
    .map((process) => ({
      kind: 'process' as const,
      definitionId: process.id,
      name: process.name,
      versionTag: process.versionTag,
      process: compile(process),
    }));
  return { found, diagnostics: all };
}

async function readDecisionResource(content: string): Promise<{ found: Found[]; diagnostics: Diagnostic[] }> {
  const { decisions: model, diagnostics } = await readDecisions(content);
  const graph = { kind: 'requirements' as const, definitionId: model.id, name: model.name };
  const decisions = [...model.decisions.values()].map(({ id, name }) => ({
    kind: 'decision' as const,
    definitionId: id,
    name,
  }));
  return { found: [...decisions, graph], diagnostics: [...diagnostics] };
}

function readFormResource(name: string, content: string): { found: Found[]; diagnostics: Diagnostic[] } {
  try {
    const { id, versionTag } = JSON.parse(content) as { id?: unknown; versionTag?: unknown };
    if (typeof id === 'string')
      return {
        found: [{ kind: 'form', definitionId: id, ...(typeof versionTag === 'string' && { versionTag }) }],
        diagnostics: [],
      };
  } catch {
    // said below
  }
  return refuse('not-a-form', `Expected JSON with an "id", but ${name} has none.`);
}

function refuse(code: string, message: string): { found: Found[]; diagnostics: Diagnostic[] } {
  return { found: [], diagnostics: [{ code, severity: 'error', message }] };
}
