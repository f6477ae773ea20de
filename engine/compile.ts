import type { CompiledProcess } from './model/compiled-process.js';
import type { ProcessDefinition } from './model/process-definition.js';

/** Makes a definition executable: one machine per scope. Keep the result; it is read-only and serves any number of instances. */
export function compile(definition: ProcessDefinition): CompiledProcess {
  return { definition, nodes: new Map() };
}
