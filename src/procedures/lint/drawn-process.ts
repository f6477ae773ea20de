import { type Element, isEventSubProcess, many, one, property, triggers, words } from './element.js';

/** A process as it is drawn: what the rules look at. */
export class DrawnProcess {
  /** The process and every sub-process in it. */
  readonly scopes: readonly Element[];
  readonly nodes: readonly Element[];
  readonly flows: readonly Element[];
  private readonly attached = new Map<Element, Element[]>();

  constructor(
    readonly process: Element,
    readonly definitions: Element,
  ) {
    this.scopes = scopesIn(process);
    const elements = this.scopes.flatMap((scope) => many(scope, 'flowElements'));
    this.flows = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow');
    this.nodes = elements.filter(({ $type }) => isNode($type));
    for (const event of this.nodes) {
      const activity = one(event, 'attachedToRef');
      if (activity) this.attached.set(activity, [...(this.attached.get(activity) ?? []), event]);
    }
  }

  /** A person asks for it with a form: a procedure, and not a part that others call. */
  get isRequested(): boolean {
    return this.starts.some((start) => many(one(start, 'extensionElements'), 'values').some(isForm));
  }

  /** Where the process itself begins. */
  get starts(): Element[] {
    return many(this.process, 'flowElements').filter(({ $type }) => $type === 'bpmn:StartEvent');
  }

  boundaryEvents(activity: Element): readonly Element[] {
    return this.attached.get(activity) ?? [];
  }

  /** What an element does in a procedure: the words of its property `commune:step`. */
  does(step: string): (element: Element) => boolean {
    return (element) => words(element, 'commune:step').includes(step);
  }

  /** A property of the process itself. */
  says(name: string): string | undefined {
    return property(this.process, name);
  }

  /** Nodes that a case may come to from these, going on after each unless told to stop there. */
  reachable(from: readonly Element[], stopsAt: (element: Element) => boolean = () => false): Set<Element> {
    const reached = new Set<Element>();
    const open = [...from];
    for (let node = open.pop(); node; node = open.pop()) {
      if (reached.has(node)) continue;
      reached.add(node);
      if (!stopsAt(node)) open.push(...this.next(node));
    }
    return reached;
  }

  /** Flows, boundary events, links; into a sub-process and out of it. */
  private next(node: Element): Element[] {
    const inside = many(node, 'flowElements').filter(({ $type }) => $type === 'bpmn:StartEvent');
    const beside = this.isStart(node) ? siblings(node).filter(isEventSubProcess) : [];
    const after = many(node, 'outgoing').flatMap((flow) => many(flow, 'targetRef'));
    return [...after, ...this.boundaryEvents(node), ...inside, ...beside, ...this.linked(node)];
  }

  private isStart({ $type }: Element): boolean {
    return $type === 'bpmn:StartEvent';
  }

  private linked(node: Element): Element[] {
    if (node.$type !== 'bpmn:IntermediateThrowEvent' || !triggers(node).includes('link')) return [];
    const name = one(node, 'eventDefinitions')?.name;
    return siblings(node).filter(
      (other) =>
        other.$type === 'bpmn:IntermediateCatchEvent' &&
        many(other, 'eventDefinitions').some(
          (definition) => triggers(other).includes('link') && definition.name === name,
        ),
    );
  }
}

function scopesIn(scope: Element): Element[] {
  const inner = many(scope, 'flowElements').filter((element) => many(element, 'flowElements').length > 0);
  return [scope, ...inner.flatMap(scopesIn)];
}

function siblings(node: Element): Element[] {
  return many(node.$parent, 'flowElements');
}

function isNode(type: string): boolean {
  return /(Task|Gateway|Event|SubProcess|CallActivity|Transaction)$/.test(type);
}

function isForm({ $type }: Element): boolean {
  return /:formDefinition$/i.test($type);
}
