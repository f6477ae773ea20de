import { createInterface } from 'node:readline';
import { writeFileSync } from 'node:fs';
import { type Simulation, simulate, type Variables } from '#engine';
import type { ExitCode, Terminal } from './command.js';
import { hasErrors, printDiagnostics } from './diagnostics.js';
import { isObject } from './member.js';
import type { Case } from './play-case.js';
import { play, type Step } from './script.js';

/** Something that waits for the person at the terminal; its number is its place in the list. */
interface Waiting {
  readonly words: string;
  /** What the number alone does. */
  step(variables: Variables): Step;
}

const help = `  <number> [JSON]              do what waits there, with variables
  error <number> <code>        a job ends in a BPMN error
  fail <number> [message]      a job fails; without retries it becomes an incident
  message <name> [key] [JSON]  send a message        signal <name> [JSON]  send a signal
  advance <duration>           let time go by, as in advance P3D
  next                         go to the next timer
  set <JSON>                   set variables         variables             show them
  log                          what has happened     save <file>           the steps so far, for run --script
  help                         this                  quit
`;

/** A session in a terminal: it shows what waits, and does what is typed, until the case is over or nobody types more. */
export async function playInteractively(given: Case, terminal: Terminal): Promise<ExitCode> {
  const { autoJobs = true, process, variables = {} } = given;
  const simulation = await simulate(given.xmls, { work: () => (autoJobs ? undefined : 'wait') });
  printDiagnostics(simulation.diagnostics, terminal);
  if (hasErrors(simulation.diagnostics)) return 1;
  simulation.start({ variables, ...(process !== undefined && { processId: process }) });
  await new Session(simulation, terminal).run();
  return simulation.incidents.length > 0 ? 1 : 0;
}

class Session {
  private readonly steps: Step[] = [];
  private told = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly terminal: Terminal,
  ) {}

  async run(): Promise<void> {
    this.show();
    const lines = createInterface({ input: this.terminal.stdin, crlfDelay: Infinity });
    for await (const line of lines) {
      const [verb = '', ...rest] = line.trim().split(/\s+/);
      if (verb === 'quit' || verb === 'exit') break;
      try {
        if (verb !== '') this.obey(verb, rest, line.trim().slice(verb.length).trim());
      } catch (error) {
        this.say(`${(error as Error).message}\n`);
      }
      if (this.isOver()) break;
      this.say('> ');
    }
    lines.close();
    this.say(`\n${this.isOver() ? 'The case is over.' : 'The case is left as it is.'}\n`);
  }

  private obey(verb: string, rest: readonly string[], text: string): void {
    const [first = '', ...others] = rest;
    if (/^\d+$/.test(verb)) return this.take(this.waitingAt(verb).step(objectIn(text)));
    switch (verb) {
      case 'help':
        return this.say(help);
      case 'variables':
        return this.say(`${JSON.stringify(this.simulation.instances[0]?.variables ?? {}, null, 2)}\n`);
      case 'log':
        return this.tellFrom(0);
      case 'save':
        return this.save(first);
      case 'next':
        return this.next();
      case 'error':
        return this.take({ job: { ...this.jobAt(first), do: 'error', code: others[0] ?? '' } });
      case 'fail':
        return this.take({ job: { ...this.jobAt(first), do: 'fail', message: others.join(' ') || 'It failed.' } });
      case 'message':
        return this.take({ message: { name: first, ...keyIn(others), variables: objectIn(fromBrace(text)) } });
      case 'signal':
        return this.take({ signal: { name: first, variables: objectIn(fromBrace(text)) } });
      case 'set':
        return this.take({ set: { variables: objectIn(text) } });
      case 'advance':
        return this.take({ advance: first });
      default:
        this.say(`Expected a number of the list or a word that "help" explains, but got "${verb}".\n`);
    }
  }

  /** Does a step and shows what came of it. */
  private take(step: Step): void {
    play(step, this.simulation);
    this.steps.push(step);
    this.show();
  }

  /** To the timer that is due first: as a step of a script it is the time that goes by. */
  private next(): void {
    const [timer] = this.simulation.timers;
    if (!timer) throw new Error('Expected a timer that is due some time, but there is none.');
    this.take({ advance: this.until(timer.dueAt) });
  }

  private show(): void {
    this.tellFrom(this.told);
    this.told = this.simulation.log.length;
    this.say(`\n${new Date(this.simulation.now).toISOString()}\n`);
    for (const { element, message } of this.simulation.incidents) this.say(`  incident at ${element}: ${message}\n`);
    for (const [index, { words }] of this.waiting().entries()) this.say(`  ${index + 1}  ${words}\n`);
    if (!this.isOver()) this.say('> ');
  }

  private tellFrom(start: number): void {
    for (const { event, type, element, name } of this.simulation.log.slice(start))
      if (event !== 'completed')
        this.say(
          `  ${event} ${type.replace('bpmn:', '')} ${element}${name ? ` "${name.replace(/\s+/g, ' ')}"` : ''}\n`,
        );
  }

  private save(file: string): void {
    if (file === '') throw new Error('Expected the name of a file.');
    writeFileSync(file, `${JSON.stringify(this.steps, null, 2)}\n`);
    this.say(`${this.steps.length} steps: beffroi run <file.bpmn> --script ${file}\n`);
  }

  private waiting(): Waiting[] {
    const { userTasks, jobs, subscriptions, timers } = this.simulation;
    return [
      ...userTasks.map(({ element, name, candidateGroups, instance }): Waiting => ({
        words: `user task ${element} "${name}"${candidateGroups.length > 0 ? ` of ${candidateGroups.join(', ')}` : ''}`,
        step: (variables) => ({ complete: { element, instance, variables } }),
      })),
      ...jobs.map(({ element, type, instance }): Waiting => ({
        words: `job ${type} of ${element}`,
        step: (variables) => ({ job: { element, instance, variables } }),
      })),
      ...subscriptions.map(({ element, type, name, correlationKey }): Waiting => ({
        words: `${type} "${name}"${correlationKey === undefined ? '' : ` with key ${correlationKey}`} at ${element}`,
        step: (variables) =>
          type === 'signal'
            ? { signal: { name, variables } }
            : { message: { name, ...(correlationKey !== undefined && { key: correlationKey }), variables } },
      })),
      ...timers.map(({ element, dueAt }): Waiting => ({
        words: `timer ${element}, due ${dueAt}`,
        step: () => ({ advance: this.until(dueAt) }),
      })),
    ];
  }

  private until(dueAt: string): string {
    return `PT${Math.max(0, Math.ceil((Date.parse(dueAt) - this.simulation.now) / 1000))}S`;
  }

  private waitingAt(number: string): Waiting {
    const found = this.waiting()[Number(number) - 1];
    if (!found) throw new Error(`Expected a number of the list, but got ${number}.`);
    return found;
  }

  private jobAt(number: string): { element: string; instance: string } {
    const at = Number(number) - 1 - this.simulation.userTasks.length;
    const job = this.simulation.jobs[at];
    if (!job) throw new Error(`Expected the number of a job, but got "${number}".`);
    return { element: job.element, instance: job.instance };
  }

  private isOver(): boolean {
    return this.simulation.instances.every(({ status }) => status !== 'active');
  }

  private say(text: string): void {
    this.terminal.stdout.write(text);
  }
}

/** The JSON object that ends a line; nothing is no variables. */
function objectIn(text: string): Variables {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`Expected variables as a JSON object, but ${(error as Error).message}.`, { cause: error });
  }
  if (!isObject(value)) throw new Error('Expected variables as a JSON object, but got something else.');
  return value as Variables;
}

function fromBrace(text: string): string {
  const at = text.indexOf('{');
  return at < 0 ? '' : text.slice(at);
}

/** A message's key stands between its name and its variables. */
function keyIn([key]: readonly string[]): { key?: string } {
  return key === undefined || key.startsWith('{') ? {} : { key };
}
