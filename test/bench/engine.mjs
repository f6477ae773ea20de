import { readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compile, read, simulate, start, step, validate } from '../../dist/engine/index.js';
import { contextOf, runInElements, runInEngine } from './peers.mjs';

/**
 * Instances per CPU-second (process.cpuUsage, so garbage collection counts): ours, bpmn-elements and bpmn-engine in the
 * same run, models parsed once, a new instance each time. `--json` prints one object; `--seconds=3` per measurement.
 */
const json = process.argv.includes('--json');
const seconds = Number(process.argv.find((argument) => argument.startsWith('--seconds='))?.slice(10) ?? 2);
const now = Date.UTC(2026, 0, 1);
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

/** What a worker answers, and what the peers' gateway asks instead of FEEL. */
const scenarios = {
  a: { results: () => ({}), holds: () => true },
  b: { results: () => ({}), holds: () => true },
  c: { variables: { i: 0 }, results: ({ i }) => ({ i: i + 1 }), holds: (done) => done < 10 },
  d: { variables: {}, results: () => ({ complete: true }), holds: () => true },
};

const figures = {};
for (const file of readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.bpmn'))
  .sort()) {
  const xml = readFileSync(new URL(file, import.meta.url), 'utf8');
  const scenario = { variables: {}, ...scenarios[file[0]] };
  const process = await compiled(xml);
  const source = await contextOf(xml);
  const ours = await perCpuSecond(() => runOurs(process, scenario));
  const bpmnElements = await perCpuSecond(() => runInElements(source, scenario));
  const bpmnEngine = await perCpuSecond(() => runInEngine(source, scenario));
  figures[file.replace('.bpmn', '')] = {
    ours,
    bpmnElements,
    bpmnEngine,
    timesBpmnElements: round(ours / bpmnElements),
    timesBpmnEngine: round(ours / bpmnEngine),
  };
}
const report = {
  machine: `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`,
  unit: 'instances per CPU-second',
  scenarios: figures,
  humanStep: await humanStep(),
  compile200: await compileTime(),
  tokens: await growth(),
};
if (json) console.log(JSON.stringify(report));
else console.dir(report, { depth: 5 });

function runOurs(process, { variables, results }) {
  let { instance, effects } = start(process, { variables }, now);
  const waits = effects.filter(isWork);
  for (let next = waits.shift(); next; next = waits.shift()) {
    const answer = { type: next.type === 'create-job' ? 'complete-job' : 'complete-user-task', wait: next.wait };
    const root = instance.elementInstances['1']?.variables ?? {};
    const outcome = step(process, instance, { ...answer, variables: results(root) }, now);
    ({ instance, effects } = outcome);
    waits.push(...effects.filter(isWork));
  }
  if (instance.status !== 'completed') throw new Error(`not completed: ${instance.status}`);
}

function isWork({ type }) {
  return type === 'create-job' || type === 'create-user-task';
}

async function compiled(xml) {
  const { model, diagnostics } = await read(xml);
  const wrong = [...diagnostics, ...validate(model)].filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw new Error(wrong[0].message);
  return compile(model.processes[0]);
}

async function perCpuSecond(once) {
  for (let warm = 0; warm < 200; warm += 1) await once();
  const began = process.cpuUsage();
  let count = 0;
  let used = 0;
  while (used < seconds * 1e6) {
    for (let batch = 0; batch < 20; batch += 1) await once();
    count += 20;
    const { user, system } = process.cpuUsage(began);
    used = user + system;
  }
  return round(count / (used / 1e6));
}

/** One persisted human step of scenario d: parse the stored state, complete the task, make it text again. */
async function humanStep() {
  const certificate = await compiled(readFileSync(new URL('d-certificate.bpmn', import.meta.url), 'utf8'));
  const { instance, effects } = start(certificate, {}, now);
  const { wait } = effects.find(({ type }) => type === 'create-user-task');
  const stored = JSON.stringify(instance);
  const once = () => {
    const outcome = step(
      certificate,
      JSON.parse(stored),
      { type: 'complete-user-task', wait, variables: { ok: true } },
      now,
    );
    return JSON.stringify(outcome.instance);
  };
  const rate = await perCpuSecond(once);
  return { cpuMilliseconds: round(1000 / rate, 4), stateBytes: stored.length };
}

async function compileTime() {
  const tasks = Array.from({ length: 200 }, (_, index) => `t${index}`);
  const ids = ['start', ...tasks, 'end'];
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><process id="p" isExecutable="true">
    <startEvent id="start"/>${tasks.map((id) => `<userTask id="${id}"/>`).join('')}<endEvent id="end"/>
    ${ids
      .slice(1)
      .map((id, index) => `<sequenceFlow id="f${index}" sourceRef="${ids[index]}" targetRef="${id}"/>`)
      .join('')}
    </process></definitions>`;
  const { model } = await read(xml);
  const ready = () => {
    const process = compile(model.processes[0]);
    for (const { machine } of process.scopes.values()) if (!machine) throw new Error('no machine');
    return process;
  };
  const rate = await perCpuSecond(() => void ready());
  const whole = await perCpuSecond(async () => compile((await read(xml)).model.processes[0]));
  return {
    cpuMilliseconds: round(1000 / rate, 2),
    withReadingCpuMilliseconds: round(1000 / whole, 2),
    kilobytesIdle: kilobytesOf(() => compile(model.processes[0])),
    kilobytesReady: kilobytesOf(ready),
  };
}

/** What one compiled model keeps in memory. */
function kilobytesOf(make) {
  gc();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 20 }, make);
  gc();
  return Math.round((process.memoryUsage().heapUsed - before) / kept.length / 1024);
}

/** Multi-instance of growing size: CPU microseconds per instance of the activity, all in one process instance. */
async function growth() {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x"><process id="p" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="task"/>
    <serviceTask id="task"><extensionElements><zeebe:taskDefinition type="work"/></extensionElements>
    <multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="out" outputElement="=item"/></extensionElements></multiInstanceLoopCharacteristics></serviceTask>
    <endEvent id="end"/><sequenceFlow id="f2" sourceRef="task" targetRef="end"/></process></definitions>`;
  const simulation = await simulate(xml);
  simulation.start({ variables: { items: [0] } });
  const result = {};
  for (const size of [1, 10, 100, 1_000, 10_000]) {
    const items = Array.from({ length: size }, (_, index) => index);
    const began = process.cpuUsage();
    simulation.start({ variables: { items } });
    const { user, system } = process.cpuUsage(began);
    if (simulation.instances.at(-1).status !== 'completed') throw new Error('not completed');
    result[size] = round((user + system) / size, 1);
  }
  return { unit: 'CPU microseconds per token', ...result, persistedStepAt10000: await persistedStep(xml, 10_000) };
}

/** CPU milliseconds of one step of an instance with many tokens: parse its state, complete one, make it text again. */
async function persistedStep(xml, size) {
  const many = await compiled(xml);
  const { instance, effects } = start(many, { variables: { items: Array.from({ length: size }, () => 1) } }, now);
  const stored = JSON.stringify(instance);
  const { wait } = effects.find(({ type }) => type === 'create-job');
  const began = process.cpuUsage();
  for (let turn = 0; turn < 10; turn += 1) {
    const outcome = step(many, JSON.parse(stored), { type: 'complete-job', wait }, now);
    JSON.stringify(outcome.instance);
  }
  const { user, system } = process.cpuUsage(began);
  return round((user + system) / 10_000, 1);
}

function round(value, digits = 1) {
  return Number(value.toFixed(digits));
}
