import { describe, expect, it, test } from '@jest/globals';
import { read } from './read.js';
import { validate } from './validate.js';

const bpmn = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';

/** The first line of what is inside is line 3 of the file. */
const file = (inside: string) =>
  `<definitions ${bpmn} targetNamespace="urn:example">\n<process id="p" isExecutable="true">\n${inside}\n</process>\n${rest}</definitions>`;
const rest = [
  '<message id="m" name="letter"/>',
  '<message id="keyed" name="answer"><extensionElements><zeebe:subscription correlationKey="=id"/></extensionElements></message>',
  '<signal id="s" name="bell"/><signal id="mute"/>',
  '<error id="e" errorCode="E"/><error id="vague"/><error id="feel" errorCode="=x"/>',
  '<escalation id="x" escalationCode="X"/><escalation id="none"/>',
].join('\n');

/** `a > b`: a flow from a to b. */
const flow = (path: string, more = '/>') => {
  const [source, target] = path.split(' > ');
  return `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}"${more}`;
};
const when = (path: string, condition: string) =>
  flow(path, `><conditionExpression>${condition}</conditionExpression></sequenceFlow>`);
const job = '<extensionElements><zeebe:taskDefinition type="t"/></extensionElements>';

async function problems(inside: string): Promise<string[]> {
  const { model, diagnostics } = await read(file(inside));
  return [...diagnostics, ...(model ? validate(model) : [])].map(({ code, severity, element, line, column }) =>
    [severity === 'warning' ? 'warning' : '', code, element, `${line}:${column}`].filter(Boolean).join(' '),
  );
}

/** About, what is inside the process, and what is found: code, element, line and column. */
type Case = [about: string, inside: string, ...found: string[]];

const around = (inside: string) => `<startEvent id="a"/><endEvent id="z"/>\n${inside}`;

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

describe('validate finds', () => {
  test.each([...structure, ...gateways, ...joins, ...events, ...activities])('%s', async (_about, inside, ...found) => {
    expect(await problems(inside)).toEqual(found);
  });

  it('nothing in a model that is right', async () => {
    expect(
      await problems(
        around(
          `<userTask id="t"/><serviceTask id="u">${job}</serviceTask><intermediateCatchEvent id="c"><messageEventDefinition messageRef="keyed"/></intermediateCatchEvent>` +
            flow('a > t') +
            flow('t > u') +
            flow('u > c') +
            flow('c > z'),
        ),
      ),
    ).toEqual([]);
  });

  it('at the level of interchange, warns of what only keeps a model from running', async () => {
    const { model } = await read(file('<serviceTask id="t"/>'), { level: 'interchange' });
    expect(validate(model!, { level: 'interchange' })).toMatchObject([
      { code: 'job-without-type', severity: 'warning' },
    ]);
  });
});
