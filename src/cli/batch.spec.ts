import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import { main } from './main.js';

interface Answer {
  readonly id?: unknown;
  readonly status: string;
  readonly diagnostics: readonly { code: string; message: string }[];
  readonly [name: string]: unknown;
}

const folder = mkdtempSync(join(tmpdir(), 'beffroi-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines that a batch prints for these bytes. */
async function answersTo(...chunks: (string | Buffer)[]): Promise<Answer[]> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const printed: string[] = [];
  stdout.on('data', (chunk: Buffer) => printed.push(String(chunk)));
  stderr.on('data', (chunk: Buffer) => {
    throw new Error(`A batch says everything in its answers, but stderr got ${String(chunk)}`);
  });
  const code = await main(['run', '--batch'], {
    stdin: Readable.from(chunks.map((chunk) => Buffer.from(chunk as string))),
    stdout,
    stderr,
  });
  expect(code).toBe(0);
  const lines = printed.join('').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as Answer);
}

const answerTo = async (given: object) => (await answersTo(JSON.stringify(given)))[0]!;

const head =
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="x"';

/** A process with a start, an end and, between them, one node. */
const around = (node: string, more = '', outside = '') =>
  `<definitions ${head}>${outside}<process id="p" isExecutable="true"><startEvent id="start"/>${node}<endEvent id="end"/>` +
  `<sequenceFlow id="in" sourceRef="start" targetRef="n"/><sequenceFlow id="out" sourceRef="n" targetRef="end"/>${more}</process></definitions>`;
const human = around('<userTask id="n"><extensionElements><zeebe:userTask/></extensionElements></userTask>');
const service = around(
  '<serviceTask id="n"><extensionElements><zeebe:taskDefinition type="work" retries="3"/></extensionElements></serviceTask>',
);
const everySecond = around(
  '<userTask id="n"><extensionElements><zeebe:userTask/></extensionElements></userTask>',
  '<boundaryEvent id="tick" attachedToRef="n" cancelActivity="false"><timerEventDefinition id="t"><timeCycle xsi:type="tFormalExpression">R/PT1S</timeCycle></timerEventDefinition></boundaryEvent>' +
    '<endEvent id="ticked"/><sequenceFlow id="ticks" sourceRef="tick" targetRef="ticked"/>',
);
const directed = around(
  '<adHocSubProcess id="n"><extensionElements><zeebe:taskDefinition type="work"/></extensionElements><task id="one"/></adHocSubProcess>',
);
const adHoc = around(
  '<adHocSubProcess id="n"><task id="one"/><userTask id="two"><extensionElements><zeebe:userTask/></extensionElements></userTask><completionCondition xsi:type="tFormalExpression">=false</completionCondition></adHocSubProcess>',
);

describe('a line that is no case', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['an empty line', '', /the line is empty/],
    ['a blank line', ' \t', /the line is empty/],
    ['null', 'null', /Expected an object as case/],
    ['a list', '[]', /Expected an object as case/],
    ['a number', '5', /Expected an object as case/],
    ['a text', '"x"', /Expected an object as case/],
    ['half an object', '{"id":', /Expected a case as JSON/],
    ['no JSON', 'no JSON', /Expected a case as JSON/],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /Expected a case in UTF-8/],
    ['no model', '{}', /Expected "file", "xml" or "xmls"/],
    ['very deep', `{"id":1,"xml":"","variables":{"a":${'['.repeat(9999)}${']'.repeat(9999)}}}`, /at most 500 levels/],
    ['a very deep id', `{"xml":"","id":${'['.repeat(99_999)}${']'.repeat(99_999)}}`, /at most 500 levels/],
  ])('%s is answered, and the next goes on', async (_what, line, sentence) => {
    const [bad, good, ...others] = await answersTo(line, '\n', JSON.stringify({ id: 'next', xml: human }), '\n');
    expect(others).toEqual([]);
    expect(bad).toMatchObject({ status: 'rejected', diagnostics: [{ code: 'invalid-case' }], log: [], variables: {} });
    expect(bad!.diagnostics[0]!.message).toMatch(sentence);
    expect(good).toMatchObject({ id: 'next', status: 'waiting' });
  });

  const wrong: [string, unknown][] = [
    ...[5, {}, [], true].map((value): [string, unknown] => ['file', value]),
    ...[5, {}, [], true].map((value): [string, unknown] => ['xml', value]),
    ...[5, {}, 'x', [5], [null], [[]]].map((value): [string, unknown] => ['xmls', value]),
    ...[5, {}, [], true].map((value): [string, unknown] => ['process', value]),
    ...[5, 'x', [], true].map((value): [string, unknown] => ['variables', value]),
    ...[5, 'x', {}, true].map((value): [string, unknown] => ['script', value]),
    ...[5, 'false', {}, []].map((value): [string, unknown] => ['autoJobs', value]),
    ...[5, 'true', {}, []].map((value): [string, unknown] => ['autoTimers', value]),
  ];
  test.each(wrong)('%s: %j is named in the answer', async (name, value) => {
    const answer = await answerTo({ id: 1, xml: human, [name]: value });
    expect(answer).toMatchObject({ id: 1, status: 'rejected', diagnostics: [{ code: 'invalid-case' }] });
    expect(answer.diagnostics[0]!.message).toContain(`Expected "${name}" to be `);
  });

  test.each(['process', 'variables', 'script', 'autoJobs', 'autoTimers', 'file', 'xmls'])(
    '%s: null is the same as nothing',
    async (name) => expect(await answerTo({ xml: human, [name]: null })).toMatchObject({ status: 'waiting' }),
  );

  test.each([
    ['is missing', '/nowhere/x.bpmn'],
    ['is a folder', tmpdir()],
    ['is a device', '/dev/zero'],
    ['has no name', ''],
    ['has an impossible name', 'a\0b'],
  ])('a file that %s', async (_what, file) =>
    expect(await answerTo({ file })).toMatchObject({ status: 'rejected', diagnostics: [{ code: 'invalid-case' }] }),
  );
});

describe('how a batch reads', () => {
  it('takes cases from wherever the chunks end, with either end of line and none at the last', async () => {
    const line = JSON.stringify({ id: 'é', xml: human });
    const bytes = Buffer.from(`${line}\r\n${line}`);
    const chunks = Array.from(bytes, (byte) => Buffer.from([byte]));
    expect((await answersTo(...chunks)).map(({ id, status }) => [id, status])).toEqual([
      ['é', 'waiting'],
      ['é', 'waiting'],
    ]);
    expect(await answersTo('')).toEqual([]);
  });

  it('keeps a line whole that has a line separator of Unicode in a text', async () => {
    expect(await answersTo('{"id":"a\u2028b","xml":"<x/>"}\n')).toMatchObject([{ id: 'a\u2028b' }]);
  });

  it('gives back every kind of id, and keeps the order', async () => {
    const ids = [1, 'a', null, true, ['x'], { deep: { er: 1 } }];
    const answers = await answersTo(ids.map((id) => JSON.stringify({ id, xml: human })).join('\n'));
    expect(answers.map(({ id }) => id)).toEqual(ids);
  });

  it('keeps variables whose names mean something to JavaScript', async () => {
    const text = '{"__proto__":{"a":1},"constructor":1,"toString":2}';
    const [answer] = await answersTo(`{"xml":${JSON.stringify(human)},"variables":${text}}`);
    expect(JSON.stringify(answer!['variables'])).toBe(text);
    expect(await answerTo({ xml: human, process: '__proto__' })).toMatchObject({
      status: 'rejected',
      diagnostics: [{ code: 'cannot-start' }],
    });
  });

  it('reads a file, and refuses one that is no model', async () => {
    writeFileSync(join(folder, 'good.bpmn'), human);
    writeFileSync(join(folder, 'bad.bpmn'), 'x');
    expect(await answerTo({ file: join(folder, 'good.bpmn') })).toMatchObject({ status: 'waiting' });
    expect(await answerTo({ file: join(folder, 'bad.bpmn') })).toMatchObject({ status: 'rejected' });
  });
});

describe('a step of a script', () => {
  const step = (one: unknown, xml = human) => answerTo({ xml, autoJobs: false, script: [one] });

  test.each<[unknown, RegExp]>([
    [null, /one verb, but got null/],
    ['complete', /one verb, but got "complete"/],
    [[], /one verb/],
    [{}, /one verb/],
    [{ complete: {}, cancel: {} }, /one verb/],
    [{ toString: {} }, /Expected one of advance, complete, .*"toString"/],
    [{ complete: 'n' }, /Expected an object in "complete"/],
    [{ complete: { element: 5 } }, /"element" to be a text, but got 5/],
    [{ complete: { element: 'n', variables: [] } }, /"variables" to be an object/],
    [{ complete: { element: 'n', variable: {} } }, /in "complete", but got "variable"/],
    [{ complete: { element: 'other' } }, /open user task 'other'/],
    [{ job: { element: 'other' } }, /open job 'other'/],
    [{ job: { type: 'other', do: 'error', code: 'E' } }, /open job 'other'/],
    [{ job: { type: 'work', do: 'fly' } }, /complete, fail or error, but got "fly"/],
    [{ advance: 5 }, /ISO 8601 duration/],
    [{ advance: '-PT1H' }, /ISO 8601 duration/],
    [{ advance: 'soon' }, /ISO 8601 duration/],
    [{ advance: 'P999999999Y' }, /that the clock can count/],
    [{ message: {} }, /Expected "name" in "message"/],
    [{ message: { name: 'm', key: {} } }, /"key" to be a text or number/],
    [{ signal: {} }, /Expected "name" in "signal"/],
    [{ set: {} }, /Expected "variables" in "set"/],
    [{ start: { process: 'q' } }, /Expected a process 'q'/],
    [{ cancel: { instance: 9 } }, /active instance '9'/],
    [{ activate: {} }, /Expected "element" in "activate"/],
    [{ activate: { element: 'n' } }, /ad-hoc sub-process with an element 'n'/],
    [{ resolve: {} }, /Expected an incident/],
  ])('that does not fit is told: %j', async (one, sentence) => {
    const answer = await step(one);
    expect(answer).toMatchObject({ status: 'waiting', diagnostics: [{ code: 'step-failed' }] });
    expect(answer.diagnostics[0]!.message).toMatch(sentence);
  });

  test.each<[string, unknown, string, object]>([
    ['a user task by element', { complete: { element: 'n', variables: { a: 1 } } }, human, { variables: { a: 1 } }],
    [
      'a job by element',
      { job: { element: 'n', do: 'complete', variables: { a: 1 } } },
      service,
      { variables: { a: 1 } },
    ],
    ['a job by type', { job: { type: 'work', do: 'complete' } }, service, { status: 'completed' }],
    [
      'a job of an ad-hoc sub-process',
      { job: { element: 'n', do: 'complete', activate: ['one'], enough: true } },
      directed,
      { status: 'completed' },
    ],
    ['a failed job by element', { job: { element: 'n', do: 'fail' } }, service, { status: 'incident' }],
    ['a failed job by type', { job: { type: 'work', do: 'fail' } }, service, { incidents: [{ element: 'n' }] }],
    ['an error by element', { job: { element: 'n', do: 'error', code: 'E' } }, service, { status: 'incident' }],
    ['an error by type', { job: { type: 'work', do: 'error', code: 'E' } }, service, { status: 'incident' }],
    ['the clock', { advance: 'P1D' }, service, { status: 'waiting', diagnostics: [] }],
    ['a message', { message: { name: 'none', key: 5 } }, human, { status: 'waiting', diagnostics: [] }],
    ['a signal', { signal: { name: 'none', variables: {} } }, human, { status: 'waiting', diagnostics: [] }],
    ['variables', { set: { variables: { b: null } } }, human, { variables: { b: null } }],
    [
      'one more instance',
      { start: { process: 'p', variables: {} } },
      human,
      { userTasks: [{ instance: '1' }, { instance: '2' }] },
    ],
    ['a cancellation', { cancel: {} }, human, { status: 'terminated' }],
    [
      'an element of an ad-hoc sub-process',
      { activate: { element: 'two' } },
      adHoc,
      { userTasks: [{ element: 'two' }] },
    ],
  ])('%s', async (_what, one, xml, expected) => expect(await step(one, xml)).toMatchObject(expected));

  it('resolves an incident by element', async () => {
    const script = [{ job: { type: 'work', do: 'fail' } }, { resolve: { element: 'n' } }, { job: { element: 'n' } }];
    expect(await answerTo({ xml: service, script })).toMatchObject({ status: 'completed', incidents: [] });
  });
});

describe('a case without an end', () => {
  it('stops at 10,000 timers when the clock jumps', async () => {
    expect(await answerTo({ id: 1, xml: everySecond, autoTimers: true })).toMatchObject({
      id: 1,
      status: 'waiting',
      diagnostics: [{ code: 'too-many-steps' }],
      userTasks: [{ element: 'n' }],
    });
  });

  it('stops at 10,000 timers when a script moves it by years', async () => {
    expect(await answerTo({ xml: everySecond, script: [{ advance: 'P9Y' }] })).toMatchObject({
      status: 'waiting',
      diagnostics: [{ code: 'step-failed', message: expect.stringContaining('at most 10000 timers') }],
    });
  });
});

it('has the members of the contract and no others', async () => {
  const answer = await answerTo({ id: 1, xml: service, autoJobs: false });
  expect(Object.keys(answer)).toEqual(
    'id status diagnostics log jobs userTasks timers subscriptions incidents variables'.split(' '),
  );
  expect(await answerTo({ xml: 'x' })).toMatchObject({
    status: 'rejected',
    diagnostics: [{ code: expect.any(String), line: expect.any(Number), message: expect.any(String) }],
  });
});
