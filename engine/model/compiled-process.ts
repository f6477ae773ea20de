import type { FlowNode, ProcessDefinition } from './process-definition.js';

/** A process definition ready to run: its nodes by id and one machine per scope. */
export interface CompiledProcess {
  readonly definition: ProcessDefinition;
  /** Every node of every scope, by id. */
  readonly nodes: ReadonlyMap<string, FlowNode>;
}
