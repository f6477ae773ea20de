import { describe, expect, it } from '@jest/globals';
import { simulate, type Simulation } from '#engine';
import {
  boundary,
  draw,
  type Drawn,
  extension,
  formal,
  handler,
  named,
  node,
  on,
  sub,
  timer,
  user,
  work,
} from './support/draw.js';

/**
 * Every event in every position (BPMN 2.0.2, table 10.93): what the standard allows runs, anything else is refused.
 * `i` interrupts, `n` does not.
 */
const positions = ['start', 'handler-i', 'handler-n', 'catch', 'boundary-i', 'boundary-n', 'throw', 'end'] as const;
type Position = (typeof positions)[number];

const condition = `<conditionalEventDefinition>${formal('condition', '=go = true')}</conditionalEventDefinition>`;
const message = on('message', 'go');
const signal = on('signal', 'go');
const events: Record<string, { readonly xml: string; readonly at: string; readonly attributes?: string }> = {
  none: { xml: '', at: 'start throw end' },
  message: { xml: message, at: 'start handler-i handler-n catch boundary-i boundary-n throw end' },
  timer: { xml: timer('Duration', 'PT1H'), at: 'start handler-i handler-n catch boundary-i boundary-n' },
  error: { xml: on('error', 'go'), at: 'handler-i boundary-i end' },
  escalation: { xml: on('escalation', 'go'), at: 'handler-i handler-n boundary-i boundary-n throw end' },
  signal: { xml: signal, at: 'start handler-i handler-n catch boundary-i boundary-n throw end' },
  conditional: { xml: condition, at: 'start handler-i handler-n catch boundary-i boundary-n' },
  // Whether these two interrupt says nothing: one runs after its activity, the other ends it always.
  compensation: { xml: '<compensateEventDefinition/>', at: 'handler-i handler-n boundary-i boundary-n throw end' },
  cancel: { xml: '<cancelEventDefinition/>', at: 'boundary-i boundary-n end' },
  link: { xml: '<linkEventDefinition name="on"/>', at: 'catch throw' },
  terminate: { xml: '<terminateEventDefinition/>', at: 'end' },
  multiple: { xml: message + signal, at: 'start handler-i handler-n catch boundary-i boundary-n throw end' },
  'parallel multiple': {
    xml: message + signal,
    // On a throw event the attribute does not exist: it is a multiple one.
    at: 'start handler-i handler-n catch boundary-i boundary-n throw end',
    attributes: 'parallelMultiple="true"',
  },
};
const definitions = [
  named('message', 'go', '="key"'),
  named('signal', 'go'),
  named('error', 'go'),
  named('escalation', 'go'),
].join('');

/** Everything that could make a catching event occur. */
function trigger(simulation: Simulation): void {
  simulation.publish({ name: 'go', correlationKey: 'key' });
  simulation.broadcast({ name: 'go' });
  if (simulation.instances.some(({ status }) => status === 'active'))
    simulation.setVariables({ variables: { go: true } });
  simulation.advance('PT1H');
}

const start = node('startEvent', 'start');
const end = node('endEvent', 'end');
const sends = extension('<zeebe:taskDefinition type="send"/>');

/** A throw inside a sub-process for what is only heard from inside; elsewhere a task that waits. */
function hostOf(kind: string): Drawn {
  const inside: Record<string, Drawn> = {
    error: node('endEvent', 'thrown', on('error', 'go')),
    escalation: node('endEvent', 'thrown', on('escalation', 'go')),
    cancel: node('endEvent', 'thrown', '<cancelEventDefinition/>'),
  };
  const thrown = inside[kind];
  if (!thrown) return user('host');
  const host = sub('host', [node('startEvent', 's'), thrown], ['s > thrown']);
  return kind === 'cancel' ? { ...host, type: 'transaction' } : host;
}

function modelOf(kind: string, position: Position): string {
  const { xml, attributes = '' } = events[kind]!;
  const around = { definitions };
  const event = (type: string, more = '') => node(type, 'event', xml, `${attributes} ${more}`);
  switch (position) {
    case 'start':
      return draw([event('startEvent'), end], ['event > end'], around);
    case 'handler-i':
    case 'handler-n': {
      const begin = event('startEvent', `isInterrupting="${position === 'handler-i'}"`);
      const react = handler('react', [begin, work('w')], ['event > w']);
      if (kind === 'compensation') {
        const part = sub('part', [node('startEvent', 's'), work('x'), react], ['s > x']);
        const undo = node('endEvent', 'undo', xml);
        return draw([start, part, undo], ['start > part', 'part > undo'], around);
      }
      const { type, inside } = hostOf(kind);
      const body = type === 'userTask' ? [user('host')] : [node('endEvent', 'thrown', xml)];
      const to = type === 'userTask' ? 'host' : 'thrown';
      expect(inside).toBeDefined();
      return draw([start, ...body, react], [`start > ${to}`], around);
    }
    case 'catch': {
      const link = kind === 'link' ? [node('intermediateThrowEvent', 'jump', xml)] : [];
      const flows = kind === 'link' ? ['start > jump', 'event > end'] : ['start > event', 'event > end'];
      return draw([start, ...link, event('intermediateCatchEvent'), end], flows, around);
    }
    case 'boundary-i':
    case 'boundary-n': {
      const attached = { ...boundary('event', 'host', xml, position === 'boundary-i') };
      const border = { ...attached, attributes: `${attached.attributes} ${attributes}` };
      if (kind === 'compensation') {
        const undone = [
          work('host'),
          border,
          work('undo', '', 'isForCompensation="true"'),
          node('endEvent', 'end', xml),
        ];
        const inside = '<association id="way" associationDirection="One" sourceRef="event" targetRef="undo"/>';
        return draw([start, ...undone], ['start > host', 'host > end'], { ...around, inside });
      }
      return draw([start, hostOf(kind), border, end], ['start > host', 'host > end', 'event > end'], around);
    }
    case 'throw':
    case 'end': {
      const thrown = { ...event(position === 'end' ? 'endEvent' : 'intermediateThrowEvent'), inside: sends + xml };
      const flows = position === 'end' ? ['start > event'] : ['start > event', 'event > end'];
      const rest = position === 'end' ? [] : [end];
      if (kind === 'link')
        return draw(
          [start, thrown, node('intermediateCatchEvent', 'there', xml), end],
          ['start > event', 'there > end'],
          around,
        );
      if (kind !== 'cancel' && kind !== 'error') return draw([start, thrown, ...rest], flows, around);
      // Somebody must catch it.
      const scope = sub('host', [node('startEvent', 's'), thrown], ['s > event']);
      const border = boundary('caught', 'host', xml);
      return draw(
        [start, { ...scope, type: kind === 'cancel' ? 'transaction' : 'subProcess' }, border, end],
        ['start > host', 'host > end', 'caught > end'],
        around,
      );
    }
  }
}

describe.each(Object.keys(events))('%s event', (kind) => {
  it.each(positions)('%s', async (position) => {
    const isAllowed = events[kind]!.at.split(' ').includes(position);
    const simulation = await simulate(modelOf(kind, position));
    const errors = simulation.diagnostics.filter(({ severity }) => severity === 'error');
    if (!isAllowed) return expect(errors).not.toEqual([]);
    expect(errors).toEqual([]);
    const startsItself = position === 'start' && !['none', 'conditional'].includes(kind);
    if (!startsItself) simulation.start({ variables: position === 'start' ? { go: true } : {} });
    trigger(simulation);
    expect(simulation.incidents).toEqual([]);
    const ended = simulation.log.find(
      ({ element, event }) => element === 'event' && event !== 'activated' && event !== 'taken',
    );
    // An error or cancel ends the event with its scope.
    expect(ended?.event).toBe(position === 'end' && ['error', 'cancel'].includes(kind) ? 'terminated' : 'completed');
  });
});
