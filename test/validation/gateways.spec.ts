import { describe, expect, test } from '@jest/globals';
import { type Case, around, flow, problems, when } from './faults.js';

const gateways: Case[] = [
  [
    'no condition where one is needed',
    around(
      '<exclusiveGateway id="g"/>' +
        flow('a > g') +
        when('g > z', '=x') +
        '<task id="t"/>' +
        flow('g > t') +
        flow('t > z'),
    ),
    'flow-without-condition g 4:1',
  ],
  [
    'a condition in another language',
    around(when('a > z', '${x}')),
    'condition-not-feel a_z 4:1',
    'condition-misplaced a_z 4:1',
  ],
  ['a condition behind an event', around(when('a > z', '=x')), 'condition-misplaced a_z 4:1'],
  [
    'a condition behind a parallel gateway',
    around('<parallelGateway id="g"/>' + flow('a > g') + '\n' + when('g > z', '=x')),
    'condition-misplaced g_z 5:1',
  ],
  [
    'a default flow of another element',
    around('<exclusiveGateway id="g" default="a_g"/>' + flow('a > g') + when('g > z', '=x')),
    'default-flow-misplaced g 4:1',
  ],
  [
    'a default flow with a condition',
    around('<exclusiveGateway id="g" default="g_z"/>' + flow('a > g') + '\n' + when('g > z', '=x')),
    'warning default-flow-with-condition g_z 5:1',
  ],
  [
    'a condition that is not FEEL inside',
    around('<exclusiveGateway id="g"/>' + flow('a > g') + '\n' + when('g > z', '=x >')),
    'expression-invalid g 4:1',
  ],
  [
    'one event behind an event-based gateway',
    around(
      '<eventBasedGateway id="g"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>' +
        flow('a > g') +
        flow('g > c') +
        flow('c > z'),
    ),
    'event-based-gateway-branches g 4:1',
  ],
  [
    'a task behind an event-based gateway, and an event with another way in',
    around(
      '<eventBasedGateway id="g"/><task id="t"/>\n<intermediateCatchEvent id="c"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>' +
        flow('a > g') +
        flow('g > c') +
        flow('c > z') +
        flow('g > t') +
        flow('t > c'),
    ),
    'event-based-gateway-target g 4:1',
    'event-based-gateway-target-shared c 5:1',
  ],
  [
    'a complex join that does not say when',
    around(
      '<parallelGateway id="f"/>\n<complexGateway id="g"/>' +
        flow('a > f') +
        flow('f > g') +
        `<sequenceFlow id="again" sourceRef="f" targetRef="g"/>` +
        flow('g > z'),
    ),
    'complex-gateway-without-condition g 5:1',
  ],
  [
    'a loop that never waits',
    around(
      '<exclusiveGateway id="g"/><task id="t"/><exclusiveGateway id="h"/>' +
        flow('a > g') +
        flow('g > t') +
        flow('t > h') +
        when('h > g', '=x') +
        when('h > z', '=y'),
    ),
    'endless-loop g 4:1',
  ],
];

/** A choice and what becomes of its two ways. */
const choice = (join: string, more = '') =>
  around(
    `<exclusiveGateway id="f"/><userTask id="l"/><userTask id="r"/>\n${join}` +
      flow('a > f') +
      when('f > l', '=x') +
      when('f > r', '=not(x)') +
      flow('l > j') +
      flow('r > j') +
      flow('j > z') +
      more,
  );

const joins: Case[] = [
  ['a choice joined in parallel', choice('<parallelGateway id="j"/>'), 'warning gateway-deadlock j 5:1'],
  ['a choice joined by a choice', choice('<exclusiveGateway id="j"/>')],
  ['a choice joined inclusively', choice('<inclusiveGateway id="j"/>')],
  [
    'a fork joined in parallel',
    around(
      '<parallelGateway id="f"/><userTask id="l"/><userTask id="r"/><parallelGateway id="j"/>' +
        flow('a > f') +
        flow('f > l') +
        flow('f > r') +
        flow('l > j') +
        flow('r > j') +
        flow('j > z'),
    ),
  ],
  [
    'a fork that one way may leave',
    around(
      '<parallelGateway id="f"/><userTask id="l"/><userTask id="r"/>\n<parallelGateway id="j"/><boundaryEvent id="b" attachedToRef="l"><signalEventDefinition signalRef="s"/></boundaryEvent>' +
        flow('a > f') +
        flow('f > l') +
        flow('f > r') +
        flow('l > j') +
        flow('r > j') +
        flow('j > z') +
        flow('b > z'),
    ),
    'warning gateway-deadlock j 5:1',
  ],
  [
    'a fork that one way leaves by terminating all',
    around(
      '<parallelGateway id="f"/><userTask id="l"/><userTask id="r"/><parallelGateway id="j"/><boundaryEvent id="b" attachedToRef="l"><signalEventDefinition signalRef="s"/></boundaryEvent><endEvent id="t"><terminateEventDefinition/></endEvent>' +
        flow('a > f') +
        flow('f > l') +
        flow('f > r') +
        flow('l > j') +
        flow('r > j') +
        flow('j > z') +
        flow('b > t'),
    ),
  ],
  [
    'a join that waits for its own loop',
    around(
      '<parallelGateway id="j"/><userTask id="t"/><exclusiveGateway id="g" default="g_z"/>' +
        flow('a > j') +
        flow('j > t') +
        flow('t > g') +
        when('g > j', '=again') +
        flow('g > z'),
    ),
    'warning gateway-deadlock j 4:1',
  ],
];

describe('validate finds at gateways', () => {
  test.each([...gateways, ...joins])('%s', async (_about, inside, ...found) => {
    expect(await problems(inside)).toEqual(found);
  });
});
