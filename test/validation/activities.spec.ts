import { describe, expect, test } from '@jest/globals';
import { type Case, around, flow, problems } from './faults.js';

const activity = (xml: string) => around(xml + flow('a > t') + flow('t > z'));

const activities: Case[] = [
  ['a job without a type', activity('<serviceTask id="t"/>'), 'job-without-type t 4:1'],
  ['a script task without a script', activity('<scriptTask id="t"/>'), 'script-task-without-script t 4:1'],
  [
    'a script in another language',
    activity(
      '<scriptTask id="t"><extensionElements><zeebe:script expression="1 + 1" resultVariable="x"/></extensionElements></scriptTask>',
    ),
    'script-not-feel t 4:1',
  ],
  [
    'a rule task without a decision',
    activity('<businessRuleTask id="t"/>'),
    'business-rule-task-without-decision t 4:1',
  ],
  ['a call to nowhere', activity('<callActivity id="t"/>'), 'call-activity-without-process t 4:1'],
  ['receiving nothing', activity('<receiveTask id="t"/>'), 'message-without-name t 4:1'],
  [
    'a mapping to nowhere',
    activity(
      '<userTask id="t"><extensionElements><zeebe:ioMapping><zeebe:input source="=1"/></zeebe:ioMapping></extensionElements></userTask>',
    ),
    'mapping-incomplete t 4:1',
  ],
  [
    'an output that is no expression',
    activity(
      '<userTask id="t"><extensionElements><zeebe:ioMapping><zeebe:output source="x" target="y"/></zeebe:ioMapping></extensionElements></userTask>',
    ),
    'text-not-feel t 4:1',
  ],
  [
    'a loop without an end',
    activity('<userTask id="t"><standardLoopCharacteristics/></userTask>'),
    'loop-without-end t 4:1',
  ],
  [
    'as many times as nobody says',
    activity('<userTask id="t"><multiInstanceLoopCharacteristics/></userTask>'),
    'multi-instance-without-collection t 4:1',
  ],
  [
    'outputs without a place, of a list that is none',
    activity(
      '<userTask id="t"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="xs" outputElement="=x"/></extensionElements></multiInstanceLoopCharacteristics></userTask>',
    ),
    'multi-instance-output t 4:1',
    'text-not-feel t 4:1',
  ],
  [
    'an order where there is none',
    activity('<adHocSubProcess id="t"><startEvent id="in"/><task id="u"/>' + flow('in > u') + '</adHocSubProcess>'),
    'ad-hoc-with-event t 4:1',
  ],
  [
    'what does not run at all',
    around('<choreographyTask id="t" initiatingParticipantRef="m"/>' + flow('a > z')),
    'element-unsupported t 4:1',
  ],
  [
    'an assignee that is not FEEL',
    activity(
      '<userTask id="t"><extensionElements><zeebe:assignmentDefinition assignee="=a &gt;"/></extensionElements></userTask>',
    ),
    'expression-invalid t 4:1',
  ],
];

describe('validate finds at activities', () => {
  test.each(activities)('%s', async (_about, inside, ...found) => {
    expect(await problems(inside)).toEqual(found);
  });
});
