import type { AnyStateMachine } from 'xstate';
import { askMachine } from './machine.js';
import type { Answer, Guard, Judge, Occurrence } from './model/compiled-process.js';

/** What is known of one question to a machine: the answer, or the guard on which it depends. */
type Known =
  | { readonly guard: Guard; yes?: Known; no?: Known }
  | { readonly guard?: undefined; readonly answer: Answer | undefined };

/**
 * A machine without context always answers the same, given the answers of its guards: XState is asked once, then the
 * answer is looked up along those guards (decision D5).
 */
export class Answers {
  private readonly known = new Map<string, Map<string, Known>>();

  private built: AnyStateMachine | undefined;

  constructor(private readonly build: () => AnyStateMachine) {}

  /** Built when it is first asked: a definition that nobody runs costs next to nothing. */
  get machine(): AnyStateMachine {
    return (this.built ??= this.build());
  }

  ask(at: string, event: Occurrence, judge: Judge): Answer | undefined {
    let known = this.known.get(at)?.get(event.type);
    while (known?.guard) known = judge(known.guard) ? known.yes : known.no;
    return known ? known.answer : this.learn(at, event, judge);
  }

  private learn(at: string, event: Occurrence, judge: Judge): Answer | undefined {
    const asked = new Map<object, { guard: Guard; holds: boolean }>();
    const answer = askMachine(this.machine, at, event, (guard) => {
      const before = asked.get(guard.params);
      if (before) return before.holds;
      const holds = judge(guard);
      asked.set(guard.params, { guard, holds });
      return holds;
    });
    const events = this.known.get(at) ?? new Map<string, Known>();
    this.known.set(at, events);
    const steps = [...asked.values()];
    events.set(event.type, extend(events.get(event.type), steps, answer));
    return answer;
  }
}

/** Adds one more path of guard answers to what is known. */
function extend(known: Known | undefined, path: { guard: Guard; holds: boolean }[], answer: Answer | undefined): Known {
  const [first, ...rest] = path;
  if (!first) return { answer };
  const fork = known?.guard ? known : { guard: first.guard };
  const side = first.holds ? 'yes' : 'no';
  return { ...fork, [side]: extend(fork[side as 'yes'], rest, answer) };
}
