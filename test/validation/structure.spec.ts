import { describe, expect, test } from '@jest/globals';
import { type Case, around, flow, problems } from './faults.js';

const structure: Case[] = [
  ['nothing inside', '', 'process-empty p 2:1'],
  ['nothing inside a sub-process', '<subProcess id="sub"/>', 'sub-process-empty sub 3:1'],
  [
    'two places to begin',
    '<startEvent id="a"/><startEvent id="b"/><endEvent id="z"/>\n' + flow('a > z') + flow('b > z'),
    'process-start-events p 2:1',
  ],
  ['nowhere to begin', '<userTask id="a"/><userTask id="b"/>' + flow('a > b') + flow('b > a'), 'start-missing p 2:1'],
  ['nothing leads there', around('<userTask id="lost"/>' + flow('a > z')), 'warning element-unreachable lost 4:1'],
  ['a start without an end', '<startEvent id="a"/><task id="t"/>' + flow('a > t'), 'warning end-event-missing p 2:1'],
  ['an end without a start', '<task id="t"/><endEvent id="z"/>' + flow('t > z'), 'warning start-event-missing p 2:1'],
  [
    'a flow into a start event',
    around(flow('a > z') + '<task id="t"/>' + flow('a > t') + '\n' + flow('t > a')),
    'flow-into-start a 3:1',
  ],
  ['a flow out of an end event', around(flow('a > z') + '<task id="t"/>' + flow('z > t')), 'flow-out-of-end z 3:21'],
  [
    'a flow into an event sub-process',
    around(
      flow('a > z') +
        '\n<subProcess id="sub" triggeredByEvent="true"><startEvent id="in"><signalEventDefinition signalRef="s"/></startEvent><endEvent id="out"/>' +
        flow('in > out') +
        '</subProcess>' +
        flow('a > sub'),
    ),
    'flow-into-start sub 5:1',
  ],
  [
    'a flow into a sub-process',
    around(
      '<subProcess id="sub"><task id="t"/></subProcess>' + flow('a > sub') + flow('sub > z') + '\n' + flow('a > t'),
    ),
    'flow-without-end a_t 5:1',
  ],
  ['an unknown target', around(flow('a > z') + '\n' + flow('a > nowhere')), 'reference-dangling a_nowhere 5:1'],
  ['a flow without an id', around('<sequenceFlow sourceRef="a" targetRef="z"/>'), 'id-missing 4:1'],
  ['the same id twice', around('<task id="t"/>\n<task id="t"/>' + flow('a > t') + flow('t > z')), 'id-duplicate t 5:1'],
  [
    'an id that begins with a digit',
    around('<task id="1st"/>' + flow('a > 1st') + flow('1st > z')),
    'id-illegal 1st 4:1',
    'id-illegal 1st_z 4:73',
  ],
  ['an element that BPMN does not know', around('<usertask id="t"/>' + flow('a > z')), 'xml-unknown-content 4:1'],
  [
    'an attribute that BPMN does not know',
    around('<task id="t" colour="red"/>' + flow('a > t') + flow('t > z')),
    'warning xml-unknown-attribute t 4:1',
  ],
];

describe('validate finds in the structure', () => {
  test.each(structure)('%s', async (_about, inside, ...found) => {
    expect(await problems(inside)).toEqual(found);
  });
});
