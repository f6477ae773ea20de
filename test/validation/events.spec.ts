import { describe, expect, test } from '@jest/globals';
import { type Case, around, flow, problems } from './faults.js';

const boundary = (id: string, inside: string, more = '') =>
  `<boundaryEvent id="${id}" attachedToRef="t"${more}>${inside}</boundaryEvent>`;
const withTask = (inside: string) => around('<userTask id="t"/>' + flow('a > t') + flow('t > z') + '\n' + inside);
const catching = (definition: string) =>
  around(`<intermediateCatchEvent id="c">${definition}</intermediateCatchEvent>` + flow('a > c') + flow('c > z'));
const throwing = (definition: string) =>
  around(`<intermediateThrowEvent id="c">${definition}</intermediateThrowEvent>` + flow('a > c') + flow('c > z'));
const ending = (definition: string) =>
  `<startEvent id="a"/>\n<endEvent id="z">${definition}</endEvent>` + flow('a > z');

const events: Case[] = [
  ['waiting for nothing', catching(''), 'event-without-definition c 4:1'],
  ['cancelling outside a transaction', ending('<cancelEventDefinition/>'), 'cancel-outside-transaction z 4:1'],
  [
    'a trigger in the wrong place',
    catching('<errorEventDefinition errorRef="e"/>'),
    'event-definition-misplaced c 4:1',
  ],
  ['a message without a name', catching('<messageEventDefinition/>'), 'message-without-name c 4:1'],
  [
    'a message for nobody',
    catching('<messageEventDefinition messageRef="m"/>'),
    'message-without-correlation-key c 4:1',
  ],
  ['a message that nobody sends', throwing('<messageEventDefinition/>'), 'job-without-type c 4:1'],
  ['a signal without a name', catching('<signalEventDefinition signalRef="mute"/>'), 'signal-without-name c 4:1'],
  ['a condition that is none', catching('<conditionalEventDefinition/>'), 'conditional-without-condition c 4:1'],
  ['a timer without a time', catching('<timerEventDefinition/>'), 'timer-without-time c 4:1'],
  [
    'a timer that would tick in vain',
    catching('<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>'),
    'timer-cycle-fires-once c 4:1',
  ],
  [
    'a timer without sense',
    catching('<timerEventDefinition><timeDuration>tomorrow</timeDuration></timerEventDefinition>'),
    'timer-malformed c 4:1',
  ],
  ['a link without a name', throwing('<linkEventDefinition/>'), 'flow-out-of-end c 4:1', 'link-without-name c 4:1'],
  [
    'a link into nothing',
    around('<intermediateThrowEvent id="c"><linkEventDefinition name="x"/></intermediateThrowEvent>' + flow('a > c')),
    'warning element-unreachable z 3:21',
    'link-without-counterpart c 4:1',
  ],
  [
    'a link to two places',
    around(
      '<intermediateThrowEvent id="c"><linkEventDefinition name="x"/></intermediateThrowEvent><intermediateCatchEvent id="l"><linkEventDefinition name="x"/></intermediateCatchEvent>\n<intermediateCatchEvent id="r"><linkEventDefinition name="x"/></intermediateCatchEvent>' +
        flow('a > c') +
        flow('l > z') +
        flow('r > z'),
    ),
    'warning element-unreachable r 5:1',
    'link-ambiguous r 5:1',
  ],
  ['throwing an error without a code', ending('<errorEventDefinition errorRef="vague"/>'), 'error-without-code z 4:1'],
  [
    'throwing an escalation without a code',
    ending('<escalationEventDefinition escalationRef="none"/>'),
    'escalation-without-code z 4:1',
  ],
  [
    'an error that does not interrupt',
    withTask(boundary('b', '<errorEventDefinition errorRef="e"/>', ' cancelActivity="false"')),
    'error-not-interrupting b 5:1',
  ],
  [
    'catching a code nobody knows yet',
    withTask(boundary('b', '<errorEventDefinition errorRef="feel"/>')),
    'caught-code-not-static b 5:1',
  ],
  [
    'catching the same twice',
    withTask(
      boundary('b', '<errorEventDefinition errorRef="e"/>') +
        '\n' +
        boundary('c', '<errorEventDefinition errorRef="e"/>'),
    ),
    'catch-ambiguous c 6:1',
  ],
  [
    'an event on the border of nothing',
    around(flow('a > z') + '\n<boundaryEvent id="b"><signalEventDefinition signalRef="s"/></boundaryEvent>'),
    'warning element-unreachable b 5:1',
    'boundary-event-unattached b 5:1',
  ],
  [
    'an event on the border of an event',
    around(
      flow('a > z') +
        '\n<boundaryEvent id="b" attachedToRef="a"><signalEventDefinition signalRef="s"/></boundaryEvent>',
    ),
    'boundary-event-unattached b 5:1',
  ],
  ['an event on a border that waits for nothing', withTask(boundary('b', '')), 'event-without-definition b 5:1'],
  [
    'a flow into an event on a border',
    withTask(boundary('b', '<signalEventDefinition signalRef="s"/>') + flow('a > b')),
    'boundary-event-with-incoming b 5:1',
  ],
  ['undoing by nobody', withTask(boundary('b', '<compensateEventDefinition/>')), 'compensation-without-handler b 5:1'],
  [
    'a flow into what undoes',
    withTask(
      boundary('b', '<compensateEventDefinition/>') +
        '\n<userTask id="u" isForCompensation="true"/><association id="o" sourceRef="b" targetRef="u"/>' +
        flow('t > u'),
    ),
    'flow-into-start u 6:1',
  ],
  [
    'two starts by one message',
    '<startEvent id="a"><messageEventDefinition messageRef="m"/></startEvent>\n<startEvent id="b"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="z"/>' +
      flow('a > z') +
      flow('b > z'),
    'start-ambiguous b 4:1',
  ],
  [
    'a sub-process that waits for its start',
    around(
      '<subProcess id="sub">\n<startEvent id="in"><signalEventDefinition signalRef="s"/></startEvent><endEvent id="out"/>' +
        flow('in > out') +
        '</subProcess>' +
        flow('a > sub') +
        flow('sub > z'),
    ),
    'start-event-trigger in 5:1',
  ],
  [
    'an event sub-process that nothing starts',
    around(
      flow('a > z') +
        '<subProcess id="sub" triggeredByEvent="true">\n<startEvent id="in"/><endEvent id="out"/>' +
        flow('in > out') +
        '</subProcess>',
    ),
    'event-sub-process-start in 5:1',
  ],
];

describe('validate finds at events', () => {
  test.each(events)('%s', async (_about, inside, ...found) => {
    expect(await problems(inside)).toEqual(found);
  });
});
