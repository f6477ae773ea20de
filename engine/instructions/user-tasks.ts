import type { UserTaskChange } from '../model/user-task-change.js';
import type { Listener } from '../model/process-definition.js';
import type { Variables } from '../model/variables.js';
import { type Draft, type Execute, type Token } from './draft.js';
import { without } from './variables.js';

/** What was asked of a user task and waits for its listeners (engines.md 1.6): remembered by its token. */
interface Transit {
  readonly event: Listener['on'];
  /** Of the task; not open yet while it is being created. */
  readonly wait?: string;
  readonly change: UserTaskChange;
  readonly by?: string;
}

export function listensTo({ node }: Token, event: Listener['on']): boolean {
  return node.listeners.some(({ on }) => on === event);
}

/** The kind of listener whose job the token waits for. */
export function runningListener({ at }: Token): Listener['on'] | undefined {
  return /\/([a-z]+)-listener-\d+$/.exec(at)?.[1] as Listener['on'] | undefined;
}

export function transit(token: Token, asked: Transit): void {
  token.memory = { ...token.memory, transit: asked as unknown as Variables };
}

/** What a listener corrects is seen by those after it and takes effect with what was asked. */
export function correct(token: Token, event: Listener['on'], corrections: UserTaskChange): void {
  const asked = transitOf(token) ?? { event, change: {} };
  transit(token, { ...asked, change: { ...asked.change, ...corrections } });
}

/** What creating listeners have made of the task that the model describes. */
export function takeCorrections(token: Token): UserTaskChange {
  return take(token)?.change ?? {};
}

/** A listener has denied what was asked. */
export function withdraw(draft: Draft, token: Token, reason: string | undefined): void {
  const { event, wait, by } = take(token) ?? {};
  if (wait === undefined || event === 'start' || event === 'end' || event === 'creating' || event === 'canceling')
    return;
  draft.effects.push({
    type: 'deny-user-task',
    ...whose(token, wait),
    event: event!,
    ...(reason !== undefined && { reason }),
    ...(by !== undefined && { by }),
  });
}

/** The listeners have agreed. */
export const settleUserTask: Execute<'settle-user-task'> = (draft, token) => {
  const asked = take(token);
  if (asked?.wait === undefined) return;
  const { event, wait, change, by } = asked;
  const about = { ...whose(token, wait), ...(by !== undefined && { by }) };
  if (Object.keys(change).length > 0) draft.effects.push({ type: 'change-user-task', ...about, change });
  if (event !== 'completing') return;
  token.waits.delete(wait);
  draft.waits.delete(wait);
  draft.effects.push({ type: 'complete-user-task', ...about });
};

/** What a listener is told of the change it is asked about, under Camunda's names. */
export function headersOfTransit(token: Token, event: Listener['on']): { readonly [name: string]: string } {
  const { change = {} } = transitOf(token) ?? {};
  const { assignee, candidateGroups, candidateUsers, dueAt, followUpAt, priority } = change;
  const told: { [name: string]: string | undefined } = {
    action: event,
    changedAttributes: JSON.stringify(Object.keys(change).map((name) => names[name] ?? name)),
    assignee: assignee === undefined ? undefined : (assignee ?? ''),
    candidateGroups: candidateGroups && JSON.stringify(candidateGroups),
    candidateUsers: candidateUsers && JSON.stringify(candidateUsers),
    dueDate: moment(dueAt),
    followUpDate: moment(followUpAt),
    priority: priority === undefined ? undefined : String(priority),
  };
  const entries = Object.entries(told).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [`io.camunda.zeebe:${name}`, value!]));
}

const names: { readonly [name: string]: string } = { dueAt: 'dueDate', followUpAt: 'followUpDate' };

function moment(at: number | null | undefined): string | undefined {
  if (at === undefined) return undefined;
  return at === null ? '' : new Date(at).toISOString();
}

function transitOf({ memory }: Token): Transit | undefined {
  return memory?.transit as unknown as Transit | undefined;
}

function take(token: Token): Transit | undefined {
  const asked = transitOf(token);
  if (asked) token.memory = without(token.memory, 'transit');
  return asked;
}

function whose({ id, node }: Token, wait: string) {
  return { wait, element: node.id, elementInstance: id };
}
