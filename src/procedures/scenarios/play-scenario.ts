import { isDeepStrictEqual } from 'node:util';
import {
  type EvaluatedDecision,
  type LogEntry,
  simulate,
  type SimulatedIncident,
  type Simulation,
  type Variables,
} from '#engine';
import type { AttachedFile, Answers, Field, Files, Form } from '../../forms/form.js';
import { validateAll } from '../../forms/validate.js';
import type { Block } from '../blocks/block.js';
import { readClocks } from '../legal-clocks/read-clock.js';
import { LATE_OPINION, OPINION_QUESTION } from '../opinion-words.js';
import { Procedure } from '../procedure.js';
import { branchesTaken } from './form-branches.js';
import type { Expectation, Scenario, Step } from './scenario.js';
import { ScenarioWorkers } from './scenario-workers.js';
import { startVariables } from './start-variables.js';

/** How one scenario went. */
export interface Play {
  /** Sentences; none when everything was as expected. */
  readonly failures: readonly string[];
  readonly log: readonly LogEntry[];
  readonly decisions: readonly EvaluatedDecision[];
  /** Of forms: what was shown, hidden and chosen. */
  readonly branches: readonly string[];
}

/** Plays one scenario in memory: forms are validated and templates rendered as the service would. */
export async function playScenario(material: Procedure | Block, scenario: Scenario): Promise<Play> {
  const run = new Run(material, scenario);
  try {
    await run.play();
  } catch (error) {
    run.failures.push((error as Error).message);
  }
  const { failures, log, decisions, branches } = run;
  return { failures, log, decisions, branches };
}

class Run {
  readonly failures: string[] = [];
  readonly branches: string[] = [];
  private readonly workers: ScenarioWorkers;
  private simulation?: Simulation;

  constructor(
    private readonly material: Procedure | Block,
    private readonly scenario: Scenario,
  ) {
    this.workers = new ScenarioWorkers(material, scenario, () => this.now);
  }

  private get now(): number {
    return this.simulation?.now ?? Date.parse(this.scenario.now);
  }

  get log(): readonly LogEntry[] {
    return this.simulation?.log ?? [];
  }

  get decisions(): readonly EvaluatedDecision[] {
    return this.simulation?.decisions ?? [];
  }

  async play(): Promise<void> {
    const { material, scenario } = this;
    const resources = [material, ...material.blocks].flatMap((one) => one.resources);
    const models = resources.filter(({ name }) => !name.endsWith('.form')).map(({ content }) => content);
    const simulation = await simulate(models, { now: scenario.now, work: (job) => this.workers.work(job) });
    this.simulation = simulation;
    const refused = simulation.diagnostics.find(({ severity }) => severity === 'error');
    if (refused) throw new Error(`The model is refused: ${refused.message}`);
    const form = material instanceof Procedure ? material.startForm : undefined;
    const answers = form ? this.answered(form, scenario.answers ?? {}, {}) : {};
    simulation.start({ processId: material.key, variables: startVariables(material, scenario, answers) });
    for (const step of scenario.steps) this.take(simulation, step);
    this.check(simulation, scenario.expect);
    for (const incident of simulation.incidents)
      if (scenario.expect.error === undefined || errorOf(incident, material) !== scenario.expect.error)
        this.failures.push(`Incident at ${incident.element}: ${incident.message}`);
  }

  private take(simulation: Simulation, step: Step): void {
    if ('advance' in step) simulation.advance(step.advance);
    else if ('expect' in step) this.check(simulation, step.expect);
    else if ('agent' in step) {
      const { task: element, answers = {} } = step.agent;
      const task = simulation.userTasks.find((one) => one.element === element);
      if (!task) throw new Error(`Expected an open task ${element}, but there is none.`);
      const form = this.formOf(this.material.element(element)?.formId);
      simulation.complete({ element, variables: form ? this.answered(form, answers, task.variables) : answers });
    } else if ('opinion' in step) {
      this.takeOpinion(simulation, step.opinion);
    } else if ('message' in step) {
      const { name, variables = {} } = step.message;
      const waiting = simulation.subscriptions.find((one) => one.name === name);
      if (!waiting) throw new Error(`Expected that something waits for the message ${name}, but nothing does.`);
      const { correlationKey } = waiting;
      simulation.publish({ name, ...(correlationKey === undefined ? {} : { correlationKey }), variables });
    } else {
      const { wait, answers = {} } = step.applicant;
      const waiting = simulation.subscriptions.find(({ element }) => element === wait);
      if (!waiting) throw new Error(`Expected that ${wait} waits for the applicant, but it does not.`);
      const form = this.formOf(this.material.properties(wait)['commune:applicantForm']);
      const { name, correlationKey } = waiting;
      simulation.publish({
        name,
        ...(correlationKey === undefined ? {} : { correlationKey }),
        variables: form ? this.answered(form, answers, variablesOf(simulation, waiting.instance)) : answers,
      });
    }
  }

  /** As the service does it: while the task of this adviser is open, the opinion completes it; afterwards it is a late one. */
  private takeOpinion(simulation: Simulation, { adviser, answers }: { adviser: string; answers: Answers }): void {
    const elements = [this.material, ...this.material.blocks].flatMap(({ outline }) => outline.elements);
    const asking = elements.find(({ jobType }) => jobType === 'ask-opinion');
    const element = asking?.headers['task'] ?? '';
    const form = this.formOf(this.material.element(element)?.formId);
    const tasks = simulation.userTasks.filter((one) => one.element === element);
    const task = tasks.find(({ variables }) => serviceIn(variables) === adviser);
    const values = form ? this.answered(form, answers, task?.variables ?? {}) : answers;
    if (task) return simulation.complete({ key: task.key, variables: values });
    const waiting = simulation.subscriptions.find(({ name }) => name === LATE_OPINION);
    if (!waiting)
      throw new Error(
        `Expected that ${adviser} is asked for an opinion or a late one is waited for, but neither is so.`,
      );
    const { name, correlationKey } = waiting;
    const late = { service: adviser, avis: values[OPINION_QUESTION], conditions: values['opinionsConditions'] ?? null };
    simulation.publish({
      name,
      ...(correlationKey === undefined ? {} : { correlationKey }),
      variables: { opinionTardive: late } as Variables,
    });
  }

  private formOf(formId: string | undefined): Form | undefined {
    return this.material.forms.get(formId ?? '');
  }

  /** The answers as the service would accept them. */
  private answered(form: Form, answers: Answers, extra: Variables): Variables {
    const fields = form.pages.flatMap((page) => allFields(page.fields));
    const unknown = Object.keys(answers).find((key) => !fields.some((field) => field.key === key));
    if (unknown) throw new Error(`Form ${form.id} has no field "${unknown}".`);
    const files: Files = Object.fromEntries(
      fields
        .filter(({ type, key }) => type === 'filepicker' && answers[key])
        .map(({ key }) => [key, filesOf(answers[key])]),
    );
    const { now } = this;
    const result = validateAll(form, files, { answers, extra, now });
    if ('values' in result) {
      this.branches.push(...branchesTaken(form, { answers: result.values, extra, now }));
      return result.values;
    }
    const wrong = result.errors.map(({ field, message }) => `${field} (${message})`).join(', ');
    throw new Error(`Form ${form.id} does not accept the answers: ${wrong}.`);
  }

  private check(simulation: Simulation, expected: Expectation): void {
    const { log, userTasks, instances } = simulation;
    const ended = log.filter(({ type, event }) => type.endsWith('EndEvent') && event === 'completed').at(-1)?.element;
    const completed = instances[0]?.status === 'completed';
    this.compare('the end', completed ? ended : undefined, expected.end);
    this.compare(
      'the open tasks',
      userTasks.map(({ element }) => element),
      expected.tasks,
    );
    this.compare('the e-mails', this.workers.messages, expected.messages);
    this.compare('the documents', this.workers.documents, expected.documents);
    this.compare('the public statuses', this.statuses(log), expected.statuses);
    const errors = simulation.incidents.map((incident) => errorOf(incident, this.material));
    this.compare('the error', errors[0], expected.error);
    this.checkClocks(simulation, expected);
    for (const [name, value] of Object.entries(expected.variables ?? {}))
      this.compare(`variable ${name}`, instances[0]?.variables[name], value);
  }

  private checkClocks({ instances, log, now }: Simulation, { clocks = {} }: Expectation): void {
    if (!(this.material instanceof Procedure)) return;
    const events = log.flatMap(({ at, element, event }) =>
      event === 'taken' ? [] : [{ at: Date.parse(at), element, event }],
    );
    const isOver = instances[0]?.status !== 'active';
    const readings = readClocks(this.material, events, { now, ...(isOver && { endedAt: now }) });
    for (const [id, { due, state }] of Object.entries(clocks)) {
      const reading = readings.find((one) => one.id === id);
      this.compare(`the last day of the clock ${id}`, reading?.dueOn, due);
      this.compare(`the clock ${id}`, reading?.state, state);
    }
  }

  private statuses(log: readonly LogEntry[]): string[] {
    const reached = log
      .filter(({ event }) => event === 'activated')
      .map(({ element }) => this.material.properties(element)['commune:publicStatus'])
      .filter((status) => status !== undefined);
    return reached.filter((status, index) => status !== reached[index - 1]);
  }

  private compare(what: string, actual: unknown, expected: unknown): void {
    if (expected === undefined || isDeepStrictEqual(actual, expected)) return;
    this.failures.push(`Expected ${what} to be ${show(expected)}, but found ${show(actual)}.`);
  }
}

/** The error in which a block ends: nobody is there to catch it. */
function errorOf({ code, message }: SimulatedIncident, material: Procedure | Block): string | undefined {
  const errors = material instanceof Procedure ? [] : (material.facts.errors ?? []);
  return code === 'unhandled-error' ? errors.find((one) => message.includes(`'${one}'`)) : undefined;
}

function serviceIn(variables: Variables): unknown {
  const { opinionsConseiller: adviser } = variables as { opinionsConseiller?: { service?: unknown } | null };
  return adviser?.service;
}

/** Of the process that waits: it may be one that was called. */
function variablesOf({ instances }: Simulation, instance: string | undefined): Variables {
  return instances.find(({ id }) => id === instance)?.variables ?? {};
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function filesOf(names: unknown): AttachedFile[] {
  const list = Array.isArray(names) ? names : [names];
  return list.map((name, index) => ({
    id: String(index + 1),
    name: String(name),
    size: 1000,
    type: 'application/pdf',
  }));
}

function allFields(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [field, ...allFields(field.fields)]);
}
