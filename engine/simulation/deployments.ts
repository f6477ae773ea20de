import type { DecisionModel } from '../decisions/decision-model.js';
import { evaluateDecision, type EvaluatedDecision } from '../decisions/evaluate-decision.js';
import type { DecisionAnswer } from '../model/command.js';
import type { CompiledProcess } from '../model/compiled-process.js';
import type { Binding } from '../model/effect.js';
import type { Instant, Variables } from '../model/variables.js';

/** One text that was deployed, and what is in it. */
export interface Resource {
  readonly source: string | Uint8Array;
  readonly processes: readonly CompiledProcess[];
  readonly decisions?: DecisionModel;
}

interface Version {
  readonly process: CompiledProcess;
  readonly source: Resource['source'];
  readonly deployment: number;
}

/** What is deployed in a simulation: every version of every process, and decisions. */
export class Deployments {
  private readonly versions = new Map<string, Version[]>();
  private readonly decisions: DecisionModel[] = [];
  /** Every decision that was made, those that it requires included, in order. */
  readonly decided: EvaluatedDecision[] = [];
  private count = 0;

  /** Deploys together; gives back what is new: a text that is there already makes no new version (corner 23). */
  add(resources: readonly Resource[]): CompiledProcess[] {
    this.count += 1;
    return resources.flatMap(({ source, processes, decisions }) => {
      if (decisions) this.decisions.unshift(decisions);
      return processes.filter((process) => this.addVersion({ process, source, deployment: this.count }));
    });
  }

  /** The newest version of a process; without id, of the first one that was deployed. */
  latest(id: string | undefined): CompiledProcess | undefined {
    const versions = id === undefined ? this.versions.values().next().value : this.versions.get(id);
    return versions?.at(-1)?.process;
  }

  /** The newest version of each process: the one that listens for its start events. */
  newest(): CompiledProcess[] {
    return [...this.versions.values()].map((versions) => versions.at(-1)!.process);
  }

  /** The version that a call means (engines.md 2.2, `bindingType`). */
  find(id: string, binding: Binding, caller: CompiledProcess): CompiledProcess | undefined {
    const versions = this.versions.get(id) ?? [];
    if (binding.type === 'latest') return versions.at(-1)?.process;
    if (binding.type === 'versionTag') {
      return versions.findLast(({ process }) => process.definition.versionTag === binding.versionTag)?.process;
    }
    const together = this.versions.get(caller.definition.id)?.find(({ process }) => process === caller)?.deployment;
    return versions.findLast(({ deployment }) => deployment === together)?.process;
  }

  decide(decisionId: string, variables: Variables, now: Instant): DecisionAnswer {
    const owner = this.decisions.find(({ decisions }) => decisions.has(decisionId));
    if (owner) {
      const result = evaluateDecision(owner, decisionId, variables, now);
      this.decided.push(...(result.evaluated ?? []));
      return result;
    }
    return { failure: `Expected a decision '${decisionId}', but there is none.` };
  }

  private addVersion(version: Version): boolean {
    const { id } = version.process.definition;
    const before = this.versions.get(id) ?? [];
    if (before.at(-1)?.source === version.source) return false;
    this.versions.set(id, [...before, version]);
    return true;
  }
}
