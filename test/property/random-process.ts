import fc from 'fast-check';

/** A piece of a process with one way in and one way out. */
export type Block =
  | { readonly kind: 'user' | 'job' | 'script' | 'timer' | 'signal' }
  | { readonly kind: 'sequence'; readonly parts: readonly Block[] }
  | { readonly kind: 'exclusive' | 'parallel' | 'inclusive'; readonly parts: readonly Block[]; readonly holds: number }
  | { readonly kind: 'sub-process'; readonly part: Block; readonly deadline: boolean; readonly times: number }
  | { readonly kind: 'guarded'; readonly interrupting: boolean; readonly part: Block };

/** Block-structured processes: whatever happens to them, they can always end. */
export const blocks: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Block>(
      { kind: 'user' },
      { kind: 'job' },
      { kind: 'script' },
      { kind: 'timer' },
      { kind: 'signal' },
    ),
    fc.record({
      kind: fc.constant('sequence' as const),
      parts: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constantFrom('exclusive' as const, 'parallel' as const, 'inclusive' as const),
      parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      holds: fc.nat(7),
    }),
    fc.record({
      kind: fc.constant('sub-process' as const),
      part: tie('block'),
      deadline: fc.boolean(),
      times: fc.nat(3),
    }),
    fc.record({ kind: fc.constant('guarded' as const), interrupting: fc.boolean(), part: tie('block') }),
  ),
})).block;

/** The process as BPMN. Ids count upwards. */
export function toBpmn(block: Block): string {
  const writer = new Writer();
  const inner = writer.scope(block);
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="x">
    <signal id="signal" name="signal"/><process id="process" isExecutable="true">${inner}</process></definitions>`;
}

interface Piece {
  readonly xml: string;
  readonly first: string;
  readonly last: string;
}

class Writer {
  private count = 0;

  scope(block: Block): string {
    const [start, end] = [this.id('start'), this.id('end')];
    const body = this.piece(block);
    return `<startEvent id="${start}"/>${body.xml}<endEvent id="${end}"/>${this.flow(start, body.first)}${this.flow(body.last, end)}`;
  }

  private piece(block: Block): Piece {
    switch (block.kind) {
      case 'sequence':
        return this.sequence(block.parts);
      case 'exclusive':
      case 'parallel':
      case 'inclusive':
        return this.gateway(block.kind, block.parts, block.holds);
      case 'sub-process':
        return this.subProcess(block.part, block.deadline, block.times);
      case 'guarded':
        return this.guarded(block.part, block.interrupting);
      default:
        return this.single(block.kind);
    }
  }

  private single(kind: 'user' | 'job' | 'script' | 'timer' | 'signal'): Piece {
    const id = this.id(kind);
    const xml = {
      user: `<userTask id="${id}"/>`,
      job: `<serviceTask id="${id}"><extensionElements><zeebe:taskDefinition type="job"/></extensionElements></serviceTask>`,
      script: `<scriptTask id="${id}"><extensionElements><zeebe:script expression="=1 + 1" resultVariable="two"/></extensionElements></scriptTask>`,
      timer: `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>`,
      signal: `<intermediateCatchEvent id="${id}"><signalEventDefinition signalRef="signal"/></intermediateCatchEvent>`,
    }[kind];
    return { xml, first: id, last: id };
  }

  private sequence(parts: readonly Block[]): Piece {
    const pieces = parts.map((part) => this.piece(part));
    const flows = pieces.slice(1).map(({ first }, index) => this.flow(pieces[index]!.last, first));
    const xml = pieces.map((piece) => piece.xml).join('') + flows.join('');
    return { xml, first: pieces[0]!.first, last: pieces.at(-1)!.last };
  }

  /** `holds` is a bit set: which conditions are true. The last branch is the default. */
  private gateway(kind: string, parts: readonly Block[], holds: number): Piece {
    const [fork, join] = [this.id('fork'), this.id('join')];
    const pieces = parts.map((part) => this.piece(part));
    const chooses = kind !== 'parallel';
    const ways = pieces.map(({ first }, index) => {
      const isDefault = chooses && index === pieces.length - 1;
      const condition = chooses && !isDefault ? `=${(holds >> index) % 2 === 1}` : undefined;
      return { id: this.id('flow'), target: first, condition, isDefault };
    });
    const standard = ways.find(({ isDefault }) => isDefault);
    const xml = [
      `<${kind}Gateway id="${fork}"${standard ? ` default="${standard.id}"` : ''}/><${kind}Gateway id="${join}"/>`,
      ...pieces.map((piece) => piece.xml + this.flow(piece.last, join)),
      ...ways.map(({ id, target, condition }) => this.flow(fork, target, condition, id)),
    ].join('');
    return { xml, first: fork, last: join };
  }

  /** `times` > 1: multi-instance. */
  private subProcess(part: Block, deadline: boolean, times: number): Piece {
    const [id, merge] = [this.id('sub'), this.id('merge')];
    const loop =
      times > 1
        ? `<multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">=${times}</loopCardinality></multiInstanceLoopCharacteristics>`
        : '';
    const inner = `<subProcess id="${id}">${loop}${this.scope(part)}</subProcess>`;
    if (!deadline) return { xml: inner, first: id, last: id };
    return { ...this.withBoundary(id, merge, true, inner), first: id, last: merge };
  }

  private guarded(part: Block, interrupting: boolean): Piece {
    const [task, merge] = [this.id('user'), this.id('merge')];
    const after = this.piece(part);
    const guarded = this.withBoundary(task, merge, interrupting, `<userTask id="${task}"/>`);
    return { xml: guarded.xml + after.xml + this.flow(merge, after.first), first: task, last: after.last };
  }

  private withBoundary(host: string, merge: string, interrupting: boolean, xml: string): { xml: string } {
    const [event, side] = [this.id('late'), this.id('end')];
    const way = interrupting ? this.flow(event, merge) : `<endEvent id="${side}"/>${this.flow(event, side)}`;
    return {
      xml: `${xml}<boundaryEvent id="${event}" attachedToRef="${host}" cancelActivity="${interrupting}"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT2H</timeDuration></timerEventDefinition></boundaryEvent><exclusiveGateway id="${merge}"/>${this.flow(host, merge)}${way}`,
    };
  }

  private flow(source: string, target: string, condition?: string, id = this.id('flow')): string {
    const body = condition
      ? `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>`
      : '';
    return `<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${body}</sequenceFlow>`;
  }

  private id(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}`;
  }
}
