import type { FlowNode, Value } from '#engine';
import { answersOf, unknownVariable, type Variable } from './variable.js';
import type { Form } from '../../forms/form.js';
import { type DecisionOutline, resultOf } from './decision-outline.js';
import { jobContracts, madeByJob } from '../job-contracts.js';
import { comparisonsIn, namesIn, type Read, textsAfter, textsBefore } from './node-data.js';
import { type CalledProcess, callMakes, callReads } from '../blocks/block-data.js';
import type { BlockFacts } from '../blocks/block.js';
import { remembered } from './remembered.js';
import type { Domains } from './state.js';

/** The files that say what the nodes of a process read and make. */
export interface Sources {
  readonly forms: ReadonlyMap<string, Form>;
  readonly decisions: readonly DecisionOutline[];
  /** Names that a template reads without asking first whether they are there. */
  readonly templateReads: (kind: 'messages' | 'documents', name: string) => readonly Read[];
  readonly nodes: readonly FlowNode[];
  /** FEEL of every flow of the process. */
  readonly conditions: readonly string[];
  /** The blocks that can be called, by key. */
  readonly blocks?: ReadonlyMap<string, BlockFacts>;
  /** Of a block: what it gives back, and the end events at which that must be there. */
  readonly results?: { readonly names: readonly string[]; readonly ends: ReadonlySet<string> };
}

/** What a node of the engine's model may have, besides what all have. */
type AnyNode = FlowNode & {
  readonly form?: { readonly formId?: string };
  readonly decision?: { readonly decisionId: string; readonly resultVariable?: string };
  readonly script?: { readonly resultVariable?: string };
  readonly called?: CalledProcess;
  readonly job?: { readonly jobType: string; readonly headers: { readonly [name: string]: string } };
};

const model = 'process.bpmn';

/** What each node reads and makes. */
export class NodeFacts {
  /** Variables whose value decides which way a case goes, or what it is asked. */
  private readonly deciding: ReadonlySet<string>;
  private readonly numbers = new Map<string, Set<number>>();
  private readonly decisions: ReadonlyMap<string, DecisionOutline>;

  constructor(private readonly sources: Sources) {
    this.decisions = new Map(sources.decisions.map((decision) => [decision.id, decision]));
    const answers = [...sources.forms.values()].flatMap(answersOf);
    const hidings = answers.flatMap(({ hiddenBy }) => hiddenBy);
    this.deciding = this.namesThatDecide(answers);
    for (const { variable, literal } of [...sources.conditions, ...hidings].flatMap(comparisonsIn))
      if (typeof literal === 'number')
        this.numbers.set(variable, (this.numbers.get(variable) ?? new Set<number>()).add(literal));
  }

  readonly makes = remembered((node: FlowNode) => this.madeBy(node));
  readonly before = remembered((node: FlowNode) => this.readBefore(node));
  readonly after = remembered((node: FlowNode) => this.readAfter(node));

  /** Names that the parts of a sub-process find besides those of the case. */
  inside({ loop, inputs }: FlowNode): string[] {
    const item = loop?.kind === 'multi-instance' && loop.inputElement ? [loop.inputElement] : [];
    return [...item, ...(loop ? ['loopCounter'] : []), ...inputs.map(({ target }) => target.split('.')[0]!)];
  }

  private readBefore(node: FlowNode): readonly Read[] {
    const { decision, job, outgoing } = node as AnyNode;
    const local = new Set(this.inside(node));
    const conditions = node.type.endsWith('Task') ? [] : outgoing.flatMap(({ condition }) => condition ?? []);
    const names = [...textsBefore(node), ...conditions].flatMap(namesIn);
    const decided = decision ? this.readByDecision(decision.decisionId) : [];
    const facts = node.properties?.['commune:facts']?.split(',').map((name) => name.trim()) ?? [];
    const kind = jobContracts[job?.jobType ?? '']?.template;
    const template = kind ? this.sources.templateReads(kind, job?.headers['template'] ?? '') : [];
    const asked = callReads(node, this.sources.blocks);
    const needed = jobContracts[job?.jobType ?? '']?.reads ?? [];
    const reads = [...names, ...decided, ...facts, ...asked, ...needed].map((name): Read => ({ name, file: model }));
    return [...reads, ...template].filter(({ name }) => !local.has(name));
  }

  private readAfter(node: FlowNode): readonly Read[] {
    const local = new Set(this.inside(node));
    const conditions = node.type.endsWith('Task') ? node.outgoing.flatMap(({ condition }) => condition ?? []) : [];
    const { results } = this.sources;
    const given = results?.ends.has(node.id) ? results.names : [];
    return [...[...textsAfter(node), ...conditions].flatMap(namesIn), ...given]
      .filter((name) => !local.has(name))
      .map((name) => ({ name, file: model }));
  }

  readonly domains: Domains = ({ name, values, kind, min = -Infinity, max = Infinity }) => {
    if (!this.deciding.has(name)) return undefined;
    if (values) return values;
    const limits = kind === 'number' ? [...(this.numbers.get(name) ?? [])] : [];
    if (limits.length === 0) return undefined;
    const tried = limits.flatMap((limit) => [limit - 1, limit, limit + 1]).filter((one) => one >= min && one <= max);
    return tried.length > 0 ? [...new Set<Value>(tried)] : undefined;
  };

  /** Those that conditions ask for, and those that decide whether a question whose answer is read is asked at all. */
  private namesThatDecide(answers: readonly Variable[]): ReadonlySet<string> {
    const { nodes, conditions } = this.sources;
    const read = new Set(nodes.flatMap((node) => [...this.before(node), ...this.after(node)]).map(({ name }) => name));
    const deciding = new Set(conditions.flatMap(namesIn));
    for (let before = -1; before < deciding.size;) {
      before = deciding.size;
      for (const { name, hiddenBy } of answers)
        if (read.has(name) || deciding.has(name)) for (const one of hiddenBy.flatMap(namesIn)) deciding.add(one);
    }
    return deciding;
  }

  private madeBy(node: FlowNode): readonly Variable[] {
    const { form, decision, script, job, properties = {}, loop } = node as AnyNode;
    const formId = properties['commune:applicantForm'] ?? form?.formId;
    const asked = this.sources.forms.get(formId ?? '');
    const declared = properties['commune:makes']?.split(',').map((name) => name.trim()) ?? [];
    const collected = loop?.kind === 'multi-instance' && loop.outputCollection ? [loop.outputCollection] : [];
    const named = [...declared, ...collected, ...madeByJob(job?.jobType, job?.headers ?? {})];
    const result = decision?.resultVariable ?? script?.resultVariable;
    const outline = this.decisions.get(decision?.decisionId ?? '');
    return [
      ...callMakes(node, this.sources.blocks),
      ...(asked ? answersOf(asked) : []),
      ...(result === undefined ? [] : [outline ? resultOf(outline, result) : unknownVariable(result)]),
      ...named.map(unknownVariable),
    ];
  }

  private readByDecision(id: string, seen: ReadonlySet<string> = new Set()): string[] {
    const decision = this.decisions.get(id);
    if (!decision || seen.has(id)) return [];
    const inner = decision.requires.flatMap((other) => this.readByDecision(other, new Set([...seen, id])));
    const own = decision.reads.flatMap(namesIn).filter((name) => !decision.requires.includes(name));
    return [...own, ...inner];
  }
}
