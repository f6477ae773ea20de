import { isDeepStrictEqual } from 'node:util';
import {
  type EvaluatedDecision,
  type LogEntry,
  simulate,
  type Simulation,
  type SimulatedJob,
  type Variables,
  type WorkResult,
} from '#engine';
import type { AttachedFile, Answers, Field, Files, Form } from '../../forms/form.js';
import { validateAll } from '../../forms/validate.js';
import type { Procedure } from '../procedure.js';
import type { ProcessOutline } from '../process-outline.js';
import { renderDocument, renderMessage } from '../render-template.js';
import { branchesTaken } from './form-branches.js';
import type { Expectation, Scenario, Step } from './scenario.js';
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
export async function playScenario(procedure: Procedure, outline: ProcessOutline, scenario: Scenario): Promise<Play> {
  const run = new Run(procedure, outline, scenario);
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
  private readonly messages: string[] = [];
  private readonly documents: string[] = [];
  private simulation?: Simulation;

  constructor(
    private readonly procedure: Procedure,
    private readonly outline: ProcessOutline,
    private readonly scenario: Scenario,
  ) {}

  get log(): readonly LogEntry[] {
    return this.simulation?.log ?? [];
  }

  get decisions(): readonly EvaluatedDecision[] {
    return this.simulation?.decisions ?? [];
  }

  async play(): Promise<void> {
    const { procedure, scenario } = this;
    const models = procedure.resources.filter(({ name }) => !name.endsWith('.form')).map(({ content }) => content);
    const simulation = await simulate(models, { now: scenario.now, work: (job) => this.work(job) });
    this.simulation = simulation;
    const refused = simulation.diagnostics.find(({ severity }) => severity === 'error');
    if (refused) throw new Error(`The model is refused: ${refused.message}`);
    const answers = this.answered(procedure.startForm, scenario.answers, {});
    simulation.start({ processId: procedure.key, variables: startVariables(procedure, scenario, answers) });
    for (const step of scenario.steps) this.take(simulation, step);
    this.check(simulation, scenario.expect);
    for (const { element, message } of simulation.incidents) this.failures.push(`Incident at ${element}: ${message}`);
  }

  private take(simulation: Simulation, step: Step): void {
    if ('advance' in step) simulation.advance(step.advance);
    else if ('expect' in step) this.check(simulation, step.expect);
    else if ('agent' in step) {
      const { task: element, answers = {} } = step.agent;
      const task = simulation.userTasks.find((one) => one.element === element);
      if (!task) throw new Error(`Expected an open task ${element}, but there is none.`);
      const form = this.formOf(this.outline.elements.find(({ id }) => id === element)?.formId);
      simulation.complete({ element, variables: form ? this.answered(form, answers, task.variables) : answers });
    } else {
      const { wait, answers = {} } = step.applicant;
      const waiting = simulation.subscriptions.find(({ element }) => element === wait);
      if (!waiting) throw new Error(`Expected that ${wait} waits for the applicant, but it does not.`);
      const form = this.formOf(
        this.outline.elements.find(({ id }) => id === wait)?.properties['commune:applicantForm'],
      );
      const { name, correlationKey } = waiting;
      simulation.publish({
        name,
        ...(correlationKey === undefined ? {} : { correlationKey }),
        variables: form ? this.answered(form, answers, simulation.instances[0]?.variables ?? {}) : answers,
      });
    }
  }

  private formOf(formId: string | undefined): Form | undefined {
    return this.procedure.forms.get(formId ?? '');
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
    const now = this.simulation?.now ?? Date.parse(this.scenario.now);
    const result = validateAll(form, files, { answers, extra, now });
    if ('values' in result) {
      this.branches.push(...branchesTaken(form, { answers: result.values, extra, now }));
      return result.values;
    }
    const wrong = result.errors.map(({ field, message }) => `${field} (${message})`).join(', ');
    throw new Error(`Form ${form.id} does not accept the answers: ${wrong}.`);
  }

  private work({ type, headers, variables }: SimulatedJob): WorkResult {
    const template = headers['template'] ?? '';
    const lang = this.scenario.language ?? 'fr';
    try {
      if (type === 'send-email') {
        renderMessage(this.procedure, template, lang, variables, 'https://portal.example.org');
        this.messages.push(template);
      }
      if (type === 'generate-document') {
        const issuedAt = new Date(this.simulation?.now ?? 0).toISOString();
        renderDocument(this.procedure, template, 'fr', { ...variables, issuedAt });
        this.documents.push(template);
        return { complete: { document: { id: '1', number: `TEST/${this.documents.length}` } } };
      }
      return { complete: {} };
    } catch (error) {
      return { fail: (error as Error).message };
    }
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
    this.compare('the e-mails', this.messages, expected.messages);
    this.compare('the documents', this.documents, expected.documents);
    this.compare('the public statuses', this.statuses(log), expected.statuses);
    for (const [name, value] of Object.entries(expected.variables ?? {}))
      this.compare(`variable ${name}`, instances[0]?.variables[name], value);
  }

  private statuses(log: readonly LogEntry[]): string[] {
    const reached = log
      .filter(({ event }) => event === 'activated')
      .map(({ element }) => this.outline.elements.find(({ id }) => id === element)?.properties['commune:publicStatus'])
      .filter((status) => status !== undefined);
    return reached.filter((status, index) => status !== reached[index - 1]);
  }

  private compare(what: string, actual: unknown, expected: unknown): void {
    if (expected === undefined || isDeepStrictEqual(actual, expected)) return;
    this.failures.push(`Expected ${what} to be ${show(expected)}, but found ${show(actual)}.`);
  }
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
