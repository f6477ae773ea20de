import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { createMachine } from 'xstate';
import { type DirectedGraphNode, toDirectedGraph } from 'xstate/graph';
import { main } from './main.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beffroi-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function beffroi(args: string[], input = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const code = await main(args, { stdin: Readable.from([input]), stdout, stderr });
  stdout.end();
  stderr.end();
  return { code, stdout: await out, stderr: await err };
}

async function text(stream: PassThrough): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}

interface Json {
  status: string;
  diagnostics: { code: string; message: string }[];
  log: { element: string; event: string }[];
  [name: string]: unknown;
}

async function batch(...cases: (object | string)[]): Promise<Json[]> {
  const lines = cases.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  const { stdout, code } = await beffroi(['run', '--batch'], lines.join('\n'));
  expect(code).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);
}

const one = async (given: object) => (await batch(given))[0]!;

/** A process of nodes in a row; `more` stands beside them. */
function bpmn(nodes: string[], more = '', outside = ''): string {
  const ids = ['start', ...nodes.map((node) => /id="([^"]+)"/.exec(node)![1]!), 'end'];
  const flows = ids
    .slice(1)
    .map((id, index) => `<sequenceFlow id="f${index}" sourceRef="${ids[index]}" targetRef="${id}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="x"
  modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">
${outside}<process id="p" isExecutable="true">
<startEvent id="start"/><endEvent id="end"/>
${[...nodes, ...flows].join('\n')}${more}
</process></definitions>`;
}

const job = (id: string, type = id, retries = 3) =>
  `<serviceTask id="${id}" name="${id}"><extensionElements><zeebe:taskDefinition type="${type}" retries="${retries}"/><zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders></extensionElements></serviceTask>`;
const human = (id: string) =>
  `<userTask id="${id}" name="${id}"><extensionElements><zeebe:userTask/></extensionElements></userTask>`;
const wait = (id: string, duration: string) =>
  `<intermediateCatchEvent id="${id}"><timerEventDefinition id="${id}-t"><timeDuration xsi:type="tFormalExpression">${duration}</timeDuration></timerEventDefinition></intermediateCatchEvent>`;
const message = `<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=order"/></extensionElements></message>`;
const receive = (id: string) => `<receiveTask id="${id}" messageRef="m"/>`;

describe('beffroi run --batch', () => {
  it('completes every job at once and logs what happened, headers included', async () => {
    const result = await one({ id: 7, xml: bpmn([job('a'), job('b')]), variables: { x: 1 } });
    expect(result).toMatchObject({
      id: 7,
      status: 'completed',
      diagnostics: [],
      jobs: [],
      incidents: [],
      variables: { x: 1 },
    });
    expect(result.log.filter(({ event }) => event === 'taken').map(({ element }) => element)).toEqual([
      'f0',
      'f1',
      'f2',
    ]);
    expect(result.log).toContainEqual(
      expect.objectContaining({
        element: 'a',
        event: 'activated',
        type: 'ServiceTask',
        name: 'a',
        at: '2026-01-01T00:00:00.000Z',
        headers: { k: 'v' },
      }),
    );
  });

  test.each<[string, object, object]>([
    ['leaves a user task open', { xml: bpmn([human('u')]) }, { status: 'waiting', userTasks: [{ element: 'u' }] }],
    [
      'completes a user task',
      { xml: bpmn([human('u')]), script: [{ complete: { element: 'u', variables: { ok: true } } }] },
      { status: 'completed', variables: { ok: true } },
    ],
    [
      'leaves jobs that the script names to the script',
      { xml: bpmn([job('a'), job('b')]), script: [{ job: { type: 'a', do: 'complete', variables: { n: 2 } } }] },
      { status: 'completed', variables: { n: 2 } },
    ],
    [
      'leaves every job open without autoJobs',
      { xml: bpmn([job('a')]), autoJobs: false },
      { status: 'waiting', jobs: [{ element: 'a', type: 'a', headers: { k: 'v' } }] },
    ],
    [
      'fails a job until somebody resolves the incident',
      { xml: bpmn([job('a')]), script: [{ job: { element: 'a', do: 'fail' } }] },
      { status: 'incident', incidents: [{ element: 'a' }] },
    ],
    [
      'goes on after an incident',
      {
        xml: bpmn([job('a')]),
        script: [{ job: { type: 'a', do: 'fail' } }, { resolve: { element: 'a' } }, { job: { type: 'a' } }],
      },
      { status: 'completed', incidents: [] },
    ],
    [
      'has an incident for an error that nobody catches',
      { xml: bpmn([job('a')]), script: [{ job: { type: 'a', do: 'error', code: 'E' } }] },
      { status: 'incident' },
    ],
    [
      'waits for a timer',
      { xml: bpmn([wait('t', 'P2D')]) },
      { status: 'waiting', timers: [{ element: 't', dueAt: '2026-01-03T00:00:00.000Z' }] },
    ],
    ['moves the clock', { xml: bpmn([wait('t', 'P2D')]), script: [{ advance: 'P2D' }] }, { status: 'completed' }],
    [
      'jumps from timer to timer',
      { xml: bpmn([wait('t', 'P2D'), wait('t2', 'P2D')]), autoTimers: true },
      { status: 'completed' },
    ],
    [
      'jumps to the timer that a step needs',
      { xml: bpmn([wait('t', 'P2D'), human('u')]), autoTimers: true, script: [{ complete: { element: 'u' } }] },
      { status: 'completed' },
    ],
    [
      'correlates a message',
      {
        xml: bpmn([receive('r')], '', message),
        variables: { order: 5 },
        script: [{ message: { name: 'paid', key: 5, variables: { paid: true } } }],
      },
      { status: 'completed', variables: { order: 5, paid: true } },
    ],
    [
      'waits for a message',
      { xml: bpmn([receive('r')], '', message), variables: { order: '5' } },
      { status: 'waiting', subscriptions: [{ element: 'r', type: 'message', name: 'paid', correlationKey: '5' }] },
    ],
    [
      'sets variables',
      { xml: bpmn([human('u')]), script: [{ set: { variables: { y: [1] } } }] },
      { status: 'waiting', variables: { y: [1] } },
    ],
    [
      'starts one more instance',
      { xml: bpmn([job('a')]), script: [{ start: { variables: { z: 1 } } }] },
      { status: 'completed', log: expect.arrayContaining([expect.objectContaining({ instance: '2' })]) },
    ],
    ['cancels', { xml: bpmn([human('u')]), script: [{ cancel: {} }] }, { status: 'terminated', userTasks: [] }],
    [
      'says which step failed, and stops there',
      { xml: bpmn([human('u')]), script: [{ complete: { element: 'nope' } }, { complete: { element: 'u' } }] },
      {
        status: 'waiting',
        diagnostics: [
          {
            code: 'step-failed',
            message: "Step 1 of the script: Expected an open user task 'nope', but there is none.",
          },
        ],
      },
    ],
    [
      'refuses a model that is wrong',
      { xml: bpmn(['<task id="x"/>']).replace('targetRef="end"', 'targetRef="nowhere"') },
      { status: 'rejected', log: [] },
    ],
    ['refuses what is no model', { xml: 'no XML' }, { status: 'rejected' }],
    [
      'refuses a process that is not there',
      { xml: bpmn([]), process: 'q' },
      { status: 'rejected', diagnostics: [{ code: 'cannot-start' }] },
    ],
    ['refuses a case without a model', {}, { status: 'rejected', diagnostics: [{ code: 'invalid-case' }] }],
    [
      'refuses a case without its file',
      { file: '/nowhere.bpmn' },
      { status: 'rejected', diagnostics: [{ code: 'invalid-case' }] },
    ],
  ])('%s', async (...[, given, expected]) => expect(await one(given)).toMatchObject(expected));

  it('prints one result per line, in order, and does not stop at a bad one', async () => {
    const results = await batch(
      { id: 'a', xml: bpmn([]) },
      'no JSON',
      '[]',
      { id: 'b', xml: '<x/>' },
      { id: 'c', xml: bpmn([]) },
    );
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      ['a', 'completed'],
      [undefined, 'rejected'],
      [undefined, 'rejected'],
      ['b', 'rejected'],
      ['c', 'completed'],
    ]);
  });

  it('waits for the message that starts a process', async () => {
    const xml = bpmn([], '', message).replace(
      '<startEvent id="start"/>',
      '<startEvent id="start"><messageEventDefinition id="start-m" messageRef="m"/></startEvent>',
    );
    expect(await one({ xml })).toMatchObject({
      status: 'waiting',
      subscriptions: [{ element: 'start', name: 'paid' }],
      log: [],
    });
    expect(await one({ xml, script: [{ message: { name: 'paid', variables: { a: 1 } } }] })).toMatchObject({
      status: 'completed',
      variables: { a: 1 },
    });
  });
});

describe('beffroi', () => {
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('prints JSON and nothing else on stdout', async () => {
    const script = file('steps.json', JSON.stringify([{ complete: { element: 'u' } }]));
    const { code, stdout } = await beffroi([
      'run',
      file('u.bpmn', bpmn([human('u')])),
      '--script',
      script,
      '--variables',
      '{"a":1}',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', variables: { a: 1 } });
  });

  test.each<[string, string[], number, RegExp]>([
    ['nothing', [], 2, /^Usage: beffroi/],
    ['an unknown command', ['fly'], 2, /Expected a command, but got "fly"/],
    ['an unknown option', ['run', '--fly'], 2, /Unknown option '--fly'/],
    ['no file', ['run'], 2, /Expected a BPMN file/],
    ['a file that is not there', ['run', 'nowhere.bpmn'], 2, /there is no "nowhere.bpmn"/],
    ['variables that are not JSON', ['run', 'package.json', '--variables', '{'], 2, /Expected JSON in --variables/],
    ['variables that are a list', ['run', 'package.json', '--variables', '[]'], 2, /Expected an object in --variables/],
    ['check without a target', ['check'], 2, /Expected a folder or a file/],
    ['check of nothing', ['check', 'nowhere', '--json'], 2, /there is no "nowhere"/],
    ['check of a folder and of nothing', ['check', 'procedures', 'nowhere'], 2, /there is no "nowhere"/],
    ['check of what is no model', ['check', 'package.json'], 2, /Expected a .bpmn or .dmn file/],
    ['check of a folder without models', ['check', 'docs/screenshots'], 2, /there are none/],
    ['test of nothing', ['test', 'nowhere'], 2, /there is no "nowhere"/],
    ['test of a file', ['test', 'package.json'], 2, /Expected a procedure.yaml/],
    ['test of a folder without procedures', ['test', 'docs/decisions', '--json'], 2, /Expected a procedure.yaml/],
    ['paths of nothing', ['paths'], 2, /Expected one BPMN file/],
    ['paths of a folder', ['paths', 'docs'], 2, /"docs" is a folder/],
    ['export without format', ['export', 'x.bpmn'], 2, /Expected --xstate/],
    ['export without file', ['export', '--xstate'], 2, /Expected one BPMN file/],
    ['new without key', ['new'], 2, /Expected the key of one procedure/],
    ['new in a file', ['new', 'x', '--in', 'package.json/x'], 2, /package\.json/],
    ['run of a folder', ['run', 'docs'], 2, /"docs" is a folder/],
    ['a batch of files', ['run', '--batch', 'x.bpmn'], 2, /cases come on stdin/],
  ])('says how it is used: %s', async (_what, args, code, message) => {
    const result = await beffroi(args);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toMatch(message);
  });

  it('helps', async () => {
    expect(await beffroi(['--help'])).toMatchObject({ code: 0, stderr: '' });
    for (const args of [
      ['run', '--help'],
      ['help', 'run'],
      ['run', '-h'],
    ])
      expect((await beffroi(args)).stdout).toMatch(/^Usage: beffroi run/);
  });

  it('checks a model: file, line and code on stderr', async () => {
    const broken = file('broken.bpmn', bpmn([job('a')]).replace('targetRef="end"', 'targetRef="nowhere"'));
    const { code, stderr, stdout } = await beffroi(['check', broken]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/broken\.bpmn:\d+:\d+ error [a-z-]+ \[f1\]/);
    expect(stdout).toMatch(/^Checked /);
    const { diagnostics } = JSON.parse((await beffroi(['check', broken, '--json'])).stdout) as Json;
    expect(diagnostics).toContainEqual(expect.objectContaining({ file: broken, severity: 'error', element: 'f1' }));
    expect(await beffroi(['check', file('fine.bpmn', bpmn([job('a')]))])).toMatchObject({ code: 0, stderr: '' });
  });

  it('prints one JSON value also when the model is refused', async () => {
    const refused = file('refused.bpmn', '<x/>');
    for (const args of [
      ['check', refused],
      ['paths', refused],
      ['run', refused],
    ]) {
      const { code, stdout } = await beffroi([...args, '--json']);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: 'xml-not-bpmn', line: 1 }] });
    }
    expect(await beffroi(['export', '--xstate', refused])).toMatchObject({ code: 1, stdout: '' });
  });

  it('prints findings as SARIF', async () => {
    const refused = file('sarif.bpmn', '<x/>');
    const { code, stdout } = await beffroi(['check', refused, '--sarif']);
    expect(code).toBe(1);
    const { runs, version } = JSON.parse(stdout) as { version: string; runs: { results: object[] }[] };
    expect(version).toBe('2.1.0');
    expect(runs[0]!.results).toMatchObject([
      {
        ruleId: 'xml-not-bpmn',
        level: 'error',
        locations: [{ physicalLocation: { artifactLocation: { uri: refused }, region: { startLine: 1 } } }],
      },
    ]);
  });

  it('prints the schema of a file', async () => {
    const { stdout } = await beffroi(['schema', 'procedure']);
    expect(JSON.parse(stdout)).toMatchObject({ title: 'procedure.yaml', additionalProperties: false });
    expect(await beffroi(['schema', 'toString'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('checks several files, and every model in a folder however deep', async () => {
    const deep = join(folder, 'deep/er');
    mkdirSync(deep, { recursive: true });
    const paths = [file('deep/er/bad.bpmn', '<x/>'), file('deep/bad.bpmn', '<x/>')];
    for (const args of [paths, [join(folder, 'deep')]]) {
      const { code, stdout } = await beffroi(['check', ...args, '--json']);
      expect(code).toBe(1);
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string }[] };
      expect(diagnostics.map((one) => one.file).sort()).toEqual([...paths].sort());
    }
  });

  it('checks the procedures of a folder', async () => {
    expect(await beffroi(['check', 'procedures'])).toMatchObject({ code: 0 });
  });

  it('plays the scenarios of a procedure', async () => {
    const { code, stdout } = await beffroi(['test', 'procedures/certificat-de-residence', '--json']);
    expect(code).toBe(0);
    const { procedures } = JSON.parse(stdout) as { procedures: { coverage: { flows: { missing: string[] } } }[] };
    expect(procedures[0]?.coverage.flows.missing).toEqual([]);
  });

  it('suggests a scenario for what none takes', async () => {
    const procedure = join(folder, 'certificat-de-residence');
    cpSync('procedures/certificat-de-residence', procedure, { recursive: true });
    cpSync('procedures/departments.yaml', join(folder, 'departments.yaml'));
    const ways = (await beffroi(['test', procedure, '--suggest'])).stdout;
    expect(ways.match(/^# .*$/gm)).toEqual([`# ${procedure}/scenarios/chemin-1.yaml`]);
    expect(ways).toMatch(/verifier-demande[^]*recevoir-complement[^]*decider-en-etat[^]*remettre-certificat/);
    for (const name of ['refus', 'deux-complements-refus']) rmSync(join(procedure, `scenarios/${name}.yaml`));
    const { stdout } = await beffroi(['test', procedure, '--suggest', '--json']);
    const { procedures } = JSON.parse(stdout) as {
      procedures: { suggestions: { name: string; scenario: { steps: object[] } }[] }[];
    };
    const suggestion = procedures[0]!.suggestions.find(({ name }) => name === 'vers-refus');
    expect(suggestion?.scenario.steps).toMatchObject([
      { agent: { task: 'verifier-demande', answers: { issue: 'refuse' } } },
    ]);
  });

  it('begins a procedure that passes its own check and test', async () => {
    expect(await beffroi(['new', 'essai', '--in', folder])).toMatchObject({ code: 0 });
    expect(await beffroi(['check', join(folder, 'essai')])).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await beffroi(['test', join(folder, 'essai')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/nodes 5 of 5\n {2}flows 4 of 4/);
    expect(await beffroi(['new', 'essai', '--in', folder])).toMatchObject({ code: 2 });
    expect(await beffroi(['new', 'Ça', '--in', folder])).toMatchObject({ code: 2 });
  });

  it('lists paths', async () => {
    const xml = bpmn(
      [human('u')],
      '<boundaryEvent id="late" attachedToRef="u"><timerEventDefinition id="late-t"><timeDuration xsi:type="tFormalExpression">P1D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="over"/><sequenceFlow id="g" sourceRef="late" targetRef="over"/>',
    );
    const { stdout } = await beffroi(['paths', file('paths.bpmn', xml), '--json']);
    expect(JSON.parse(stdout)).toEqual({
      diagnostics: [],
      scopes: [
        {
          scope: 'p',
          complete: true,
          paths: [
            { elements: ['start', 'u', 'end'], flows: ['f0', 'f1'] },
            { elements: ['start', 'u', 'late', 'over'], flows: ['f0', 'g'] },
          ],
        },
      ],
    });
  });

  it('exports a machine that XState and what draws its statecharts read', async () => {
    const { stdout } = await beffroi(['export', '--xstate', file('x.bpmn', bpmn([human('u')]))]);
    const machine = createMachine(JSON.parse(stdout) as object);
    expect(Object.keys(machine.states)).toEqual(expect.arrayContaining(['start', 'u', 'end']));
    const drawn = edgesOf(toDirectedGraph(machine));
    for (const element of ['start', 'u', 'end']) {
      expect(drawn).toContain(`p.- > ${element}`);
      expect(drawn).toContainEqual(expect.stringMatching(`^(p[.])?${element}[^ ]* > :gone$`));
    }
  });
});

/** The arrows of a statechart, as its viewers are given them. */
function edgesOf({ edges, children }: DirectedGraphNode): string[] {
  return [...edges.map(({ source, target }) => `${source.id} > ${target.id}`), ...children.flatMap(edgesOf)];
}
