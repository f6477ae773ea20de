import {
  compile,
  read,
  start,
  step,
  validate,
  type Command,
  type CompiledProcess,
  type OpenWait,
  type Outcome,
  type ProcessInstance,
  type Progress,
  type Variables,
} from '#engine';
import { Ledger } from './ledger.js';

const now = Date.UTC(2026, 0, 1);

export async function compiled(xml: string): Promise<CompiledProcess> {
  const { model, diagnostics } = await read(xml);
  const wrong = [...diagnostics, ...(model ? validate(model) : [])].filter(({ severity }) => severity === 'error');
  if (!model || wrong.length > 0) throw new Error(`refused: ${wrong[0]?.message}`);
  return compile(model.processes[0]!);
}

/** One instance that is stored and restored after every step, with everything that must hold of any step. */
export class Journey {
  instance: ProcessInstance;
  last: Progress;
  private readonly ledger = new Ledger();

  constructor(
    private readonly process: CompiledProcess,
    variables: Variables = {},
  ) {
    this.last = start(process, { variables }, now);
    this.ledger.book(undefined, undefined, this.last);
    this.instance = restarted(this.last);
  }

  /** Nothing can happen to it any more. */
  get isIdle(): boolean {
    return this.waits.length === 0 && Object.keys(this.instance.incidents).length === 0;
  }

  get waits(): [string, OpenWait][] {
    return Object.entries(this.instance.waits);
  }

  /** Does a command that must be accepted: changes no argument, answers the same twice, is refused the second time. */
  do(command: Command): Progress {
    const { instance, process } = this;
    const before = JSON.stringify(instance);
    const outcome = step(process, freeze(instance), freeze(command), now);
    if (JSON.stringify(instance) !== before) throw new Error('the instance was changed');
    if (JSON.stringify(step(process, instance, command, now)) !== JSON.stringify(outcome))
      throw new Error('not the same');
    this.last = progressed(outcome);
    this.ledger.book(instance, command, this.last);
    this.instance = restarted(this.last);
    if ('wait' in command && instance.waits[command.wait]?.repeats !== true && isFinal(command)) {
      if (!('rejection' in step(process, this.instance, command, now))) throw new Error('accepted twice');
    }
    this.check();
    return this.last;
  }

  private check(): void {
    const { waits, elementInstances, status } = this.instance;
    for (const { of } of Object.values(waits)) if (!elementInstances[of]) throw new Error('a wait of nobody');
    for (const { parent } of Object.values(elementInstances)) {
      if (parent !== undefined && !elementInstances[parent]) throw new Error('a token without its scope');
    }
    const isOver = status === 'completed' || status === 'terminated';
    if (isOver && Object.keys({ ...elementInstances, ...waits, ...this.instance.incidents }).length > 0) {
      throw new Error(`over, but not empty: ${JSON.stringify(this.instance)}`);
    }
  }
}

/** One turn of a person, a worker, the clock or an operator: what is done depends on the choice. Gives back each step. */
export function takeTurn(journey: Journey, choice: number): Progress[] {
  const { waits, instance } = journey;
  const [incident] = Object.keys(instance.incidents);
  const did = (...commands: Command[]) => commands.map((command) => journey.do(command));
  if (incident !== undefined && (choice % 2 === 0 || waits.length === 0))
    return did({ type: 'resolve-incident', incident });
  if (choice % 13 === 7) return did({ type: 'suspend' }, { type: 'resume' });
  const chosen = waits[Math.floor(choice / 20) % waits.length]!;
  const asker = /([a-z]+)-listener-/.exec(instance.elementInstances[chosen[1].of]!.at)?.[1];
  return did(asker === undefined ? answerTo(chosen, choice) : answerAs(asker, chosen, choice));
}

/** What a listener does with its job; the task about which it is asked waits for it. */
function answerAs(asker: string, [wait, { kind, event }]: [string, OpenWait], choice: number): Command {
  if (kind !== 'job') return { type: 'set-variables', variables: {} };
  if (choice % 11 === 5) return { type: 'fail-job', wait, message: 'no paper' };
  if (asker === 'completing' && choice % 3 === 1) return { type: 'complete-job', wait, denied: true };
  if (asker === 'canceling') return { type: 'complete-job', wait };
  return answerTo([wait, { of: '', kind, event }], choice);
}

/** What the person, worker or clock that a wait is for would do; `choice` makes some fail first. */
export function answerTo([wait, { kind, event }]: [string, OpenWait], choice: number): Command {
  switch (kind) {
    case 'user-task':
      return { type: 'complete-user-task', wait, variables: { n: choice % 3 } };
    case 'job':
      return event === 'complete-job' && choice % 7 === 3
        ? { type: 'throw-error', wait, code: choice % 2 ? 'known' : 'other' }
        : choice % 11 === 5
          ? { type: 'fail-job', wait, message: 'no paper' }
          : { type: 'complete-job', wait, variables: { done: true } };
    case 'timer':
      return { type: 'trigger-timer', wait };
    case 'message':
      return { type: 'correlate-message', wait, variables: { n: choice % 3 } };
    case 'signal':
      return { type: 'trigger-signal', wait };
    case 'called-process':
      return { type: 'complete-called-process', wait, variables: {} };
    case 'decision':
      return { type: 'answer-decision', wait, result: { value: choice } };
    case 'condition':
      return { type: 'set-variables', variables: { go: true } };
  }
}

/** A second time it is refused: failing, and errors that nobody catches, leave the job open. */
function isFinal({ type }: Command): boolean {
  return type !== 'fail-job' && type !== 'throw-error';
}

function progressed(outcome: Outcome): Progress {
  if ('rejection' in outcome) throw new Error(outcome.rejection.message);
  return outcome;
}

/** The instance as it comes back from a database. */
function restarted({ instance }: Progress): ProcessInstance {
  return JSON.parse(JSON.stringify(instance)) as ProcessInstance;
}

function freeze<Thing>(thing: Thing): Thing {
  if (typeof thing === 'object' && thing !== null && !Object.isFrozen(thing)) {
    Object.freeze(thing);
    Object.values(thing).forEach(freeze);
  }
  return thing;
}
