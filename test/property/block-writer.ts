import {
  among,
  boundary,
  type Drawn,
  draw,
  extension,
  formal,
  handler,
  named,
  node,
  on,
  sub,
  timer,
} from '../support/draw.js';
import type { Block, Enclosure, Leaf } from './random-process.js';

/** What a block becomes: its elements, the flows between them, and where it begins and ends. */
interface Piece {
  readonly nodes: readonly Drawn[];
  readonly flows: readonly string[];
  readonly first: string;
  readonly last: string;
  /** Associations. */
  readonly inside?: string;
}

const definitions = [
  named('signal', 'go'),
  named('message', 'answer', '="key"'),
  named('error', 'known'),
  named('escalation', 'known'),
].join('');

const loop = (sequential: boolean) =>
  `<multiInstanceLoopCharacteristics isSequential="${sequential}">${formal('loopCardinality', '=2')}</multiInstanceLoopCharacteristics>`;
const job = extension('<zeebe:taskDefinition type="job"/>');
const compensation = '<compensateEventDefinition/>';
const attended = extension(
  `<zeebe:userTask/><zeebe:taskListeners>${['creating', 'completing', 'canceling', 'canceling']
    .map((event, index) => `<zeebe:taskListener eventType="${event}" type="${event}-${index}"/>`)
    .join('')}</zeebe:taskListeners>`,
);

/** Writes blocks as BPMN. */
export class BlockWriter {
  private count = 0;
  private associations = '';

  process(block: Block): string {
    const { nodes, flows } = this.scope(block);
    return draw(nodes, flows, { definitions, inside: this.associations });
  }

  private scope(block: Block): Pick<Piece, 'nodes' | 'flows'> {
    const [start, end] = [this.id('start'), this.id('end')];
    const piece = this.piece(block);
    return {
      nodes: [node('startEvent', start), ...piece.nodes, node('endEvent', end)],
      flows: [`${start} > ${piece.first}`, ...piece.flows, `${piece.last} > ${end}`],
    };
  }

  private piece(block: Block): Piece {
    switch (block.kind) {
      case 'leaf':
        return this.leaf(block.leaf);
      case 'sequence':
        return this.sequence(block.parts.map((part) => this.piece(part)));
      case 'gateways':
        return this.gateways(block.gateway, block.parts, block.holds);
      case 'enclosed':
        return this.enclosed(block.enclosure, block.part);
      case 'guarded':
        return this.guarded(block.part, block.interrupting);
    }
  }

  private leaf(leaf: Leaf): Piece {
    const id = this.id(leaf);
    const one = (type: string, inside = '', attributes = ''): Piece => ({
      nodes: [node(type, id, inside, attributes)],
      flows: [],
      first: id,
      last: id,
    });
    switch (leaf) {
      case 'user':
        return one('userTask');
      case 'job':
        return one('serviceTask', job);
      case 'script':
        return one('scriptTask', extension('<zeebe:script expression="=1 + 1" resultVariable="two"/>'));
      case 'timer':
        return one('intermediateCatchEvent', timer('Duration', 'PT1H'));
      case 'signal':
        return one('intermediateCatchEvent', on('signal', 'go'));
      case 'message':
        return one('receiveTask', '', 'messageRef="message-answer"');
      case 'condition':
        return one(
          'intermediateCatchEvent',
          `<conditionalEventDefinition>${formal('condition', '=go = true')}</conditionalEventDefinition>`,
        );
      case 'call':
        return one('callActivity', extension('<zeebe:calledElement processId="called"/>'));
      case 'decision':
        return one('businessRuleTask', extension('<zeebe:calledDecision decisionId="rule" resultVariable="answer"/>'));
      case 'listened':
        return one(
          'userTask',
          extension(
            '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="a"/><zeebe:executionListener eventType="end" type="b"/></zeebe:executionListeners>',
          ),
        );
      case 'attended':
        return one('userTask', attended);
      case 'looped':
        return one(
          'userTask',
          `<standardLoopCharacteristics loopMaximum="3">${formal('loopCondition', '=n > 0')}</standardLoopCharacteristics>`,
        );
      case 'ad-hoc': {
        const [a, b] = [this.id('user'), this.id('job')];
        const inner = among([node('userTask', a), node('serviceTask', b, job)], []);
        return one(
          'adHocSubProcess',
          extension(`<zeebe:adHoc activeElementsCollection="=[&quot;${a}&quot;, &quot;${b}&quot;]"/>`) + inner,
        );
      }
      case 'first-of-two': {
        const [one, two, merge] = [this.id('timer'), this.id('signal'), this.id('merge')];
        return {
          nodes: [
            node('eventBasedGateway', id),
            node('intermediateCatchEvent', one, timer('Duration', 'PT1H')),
            node('intermediateCatchEvent', two, on('signal', 'go')),
            node('exclusiveGateway', merge),
          ],
          flows: [`${id} > ${one}`, `${id} > ${two}`, `${one} > ${merge}`, `${two} > ${merge}`],
          first: id,
          last: merge,
        };
      }
      case 'link': {
        const target = this.id('target');
        const link = `<linkEventDefinition name="${id}"/>`;
        return {
          nodes: [node('intermediateThrowEvent', id, link), node('intermediateCatchEvent', target, link)],
          flows: [],
          first: id,
          last: target,
        };
      }
      case 'throw-signal':
        return one('intermediateThrowEvent', on('signal', 'go'));
    }
  }

  private sequence(pieces: readonly Piece[]): Piece {
    return {
      nodes: pieces.flatMap(({ nodes }) => nodes),
      flows: [
        ...pieces.flatMap(({ flows }) => flows),
        ...pieces.slice(1).map(({ first }, index) => `${pieces[index]!.last} > ${first}`),
      ],
      first: pieces[0]!.first,
      last: pieces.at(-1)!.last,
    };
  }

  /** `holds` is a bit set: which conditions are true. The last branch is the default. */
  private gateways(kind: string, parts: readonly Block[], holds: number): Piece {
    const [fork, join] = [this.id('fork'), this.id('join')];
    const pieces = parts.map((part) => this.piece(part));
    const forks = kind === 'complex' ? 'parallel' : kind;
    const ways = pieces.map(({ first }, index) => {
      if (forks === 'parallel') return `${fork} > ${first}`;
      return index === pieces.length - 1
        ? `${fork} > ${first} *`
        : `${fork} > ${first} ? =${(holds >> index) % 2 === 1}`;
    });
    const condition = formal('activationCondition', `=activationCount >= ${1 + (holds % parts.length)}`);
    return {
      nodes: [
        node(`${forks}Gateway`, fork),
        ...pieces.flatMap(({ nodes }) => nodes),
        node(`${kind}Gateway`, join, kind === 'complex' ? condition : ''),
      ],
      flows: [...ways, ...pieces.flatMap(({ flows, last }) => [...flows, `${last} > ${join}`])],
      first: fork,
      last: join,
    };
  }

  private enclosed(enclosure: Enclosure, part: Block): Piece {
    const id = this.id('sub');
    const { nodes, flows } = this.scope(part);
    const plain = (more: readonly Drawn[] = [], inside = ''): Drawn => sub(id, [...nodes, ...more], flows, '', inside);
    const alone = (drawn: Drawn): Piece => ({ nodes: [drawn], flows: [], first: id, last: id });
    /** Beside the part: another branch of the same scope, from a start event that both share. */
    const beside = (others: readonly Drawn[], ways: readonly string[], begin: string): Drawn =>
      sub(id, [...nodes, ...others], [...flows, `${nodes[0]!.id} > ${begin}`, ...ways]);
    switch (enclosure) {
      case 'plain':
        return alone(plain());
      case 'deadline':
        return this.withBoundary(plain(), timer('Duration', 'PT2H'), true);
      case 'parallel-instances':
        return alone(plain([], loop(false)));
      case 'sequential-instances':
        return alone(plain([], loop(true)));
      case 'handled-signal':
        return alone(plain([this.handler(on('signal', 'go'), true)]));
      case 'noticed-signal':
        return alone(plain([this.handler(on('signal', 'go'), false)]));
      case 'handled-error':
        return alone(plain([this.handler(on('error', 'known'), true)]));
      case 'caught-error':
        return this.withBoundary(plain(), on('error'), true);
      case 'escalating':
      case 'escaping': {
        const end = node('endEvent', this.id('end'), on('escalation', 'known'));
        return this.withBoundary(beside([end], [], end.id), on('escalation', 'known'), enclosure === 'escaping');
      }
      case 'terminating': {
        const [task, end] = [this.id('user'), this.id('end')];
        const others = [node('userTask', task, attended), node('endEvent', end, '<terminateEventDefinition/>')];
        return alone(beside(others, [`${task} > ${end}`], task));
      }
      case 'compensated':
        return this.compensated(alone(plain()), id);
      case 'cancelled': {
        const [task, end] = [this.id('user'), this.id('end')];
        const others = [node('userTask', task), node('endEvent', end, '<cancelEventDefinition/>')];
        const drawn = { ...beside(others, [`${task} > ${end}`], task), type: 'transaction' };
        return this.withBoundary(drawn, '<cancelEventDefinition/>', true);
      }
    }
  }

  /** An event sub-process with something to wait for. */
  private handler(definition: string, interrupting: boolean): Drawn {
    const [id, start, task, end] = [this.id('handler'), this.id('start'), this.id('user'), this.id('end')];
    const begin = node('startEvent', start, definition, `isInterrupting="${interrupting}"`);
    const nodes = [begin, node('userTask', task), node('endEvent', end)];
    return handler(id, nodes, [`${start} > ${task}`, `${task} > ${end}`]);
  }

  /** The activity can be undone, and is, once it has completed. */
  private compensated(piece: Piece, host: string): Piece {
    const [event, undo, thrower] = [this.id('undone'), this.id('undo'), this.id('throw')];
    this.associations += `<association id="${this.id('way')}" associationDirection="One" sourceRef="${event}" targetRef="${undo}"/>`;
    return {
      nodes: [
        ...piece.nodes,
        boundary(event, host, compensation),
        node('userTask', undo, '', 'isForCompensation="true"'),
        node('intermediateThrowEvent', thrower, `<compensateEventDefinition activityRef="${host}"/>`),
      ],
      flows: [...piece.flows, `${piece.last} > ${thrower}`],
      first: piece.first,
      last: thrower,
    };
  }

  private guarded(part: Block, interrupting: boolean): Piece {
    const task = this.id('user');
    const guarded = this.withBoundary(node('userTask', task, attended), timer('Duration', 'PT2H'), interrupting);
    return this.sequence([guarded, this.piece(part)]);
  }

  private withBoundary(host: Drawn, definition: string, interrupting: boolean): Piece {
    const [event, merge, side] = [this.id('late'), this.id('merge'), this.id('end')];
    const aside = interrupting ? [] : [node('endEvent', side)];
    return {
      nodes: [host, boundary(event, host.id, definition, interrupting), node('exclusiveGateway', merge), ...aside],
      flows: [`${host.id} > ${merge}`, interrupting ? `${event} > ${merge}` : `${event} > ${side}`],
      first: host.id,
      last: merge,
    };
  }

  private id(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}`;
  }
}
