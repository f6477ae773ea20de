import { Problem, type ProblemTitle } from '../protocol/problem.js';
import type { DeclaredRoute } from './routes.js';

interface Told {
  readonly title: ProblemTitle;
  /** When it happens. */
  readonly description: string;
  /** What a caller then reads. */
  readonly detail: string;
}

const NOT_UNDERSTOOD: Told = {
  title: 'INVALID_ARGUMENT',
  description: 'The request cannot be understood; the detail says why.',
  detail: 'There is no field colour; the fields are processInstanceKey, state.',
};
const NOBODY: Told = {
  title: 'UNAUTHORIZED',
  description: 'The caller did not say who they are, or not truly.',
  detail: 'Say who you are: Basic or Bearer authentication.',
};
const NOT_ALLOWED: Told = {
  title: 'FORBIDDEN',
  description: 'The role of the caller does not allow this.',
  detail: 'The role "analyst" does not allow completeJob.',
};
const NOT_THERE: Told = {
  title: 'NOT_FOUND',
  description: 'What was named is not there, or no longer.',
  detail: 'There is no process instance 2251799813685250.',
};
const NOT_NOW: Told = {
  title: 'INVALID_STATE',
  description: 'It is not in a state for this, or it is there already; somebody else may have been faster.',
  detail: 'Job 2251799813685251 has failed: an incident waits for a person.',
};
const TOO_LARGE: Told = {
  title: 'PAYLOAD_TOO_LARGE',
  description: 'The body or a file of it is larger than what is read.',
  detail: 'File too large',
};
const TOO_MUCH: Told = {
  title: 'RESOURCE_EXHAUSTED',
  description: 'Too much is asked at once. Try again in a moment.',
  detail: '200 requests are worked on already. Try again in a moment.',
};
const TOO_LATE: Told = {
  title: 'DEADLINE_EXCEEDED',
  description: 'The instance was started, but had not ended in time.',
  detail: 'Instance 2251799813685250 runs, but had not ended in time.',
};

const TOO_LONG: Told = {
  title: 'DEADLINE_EXCEEDED',
  description: 'The search asks for what no index finds, and there is much of it.',
  detail: 'Nothing was found within 15 seconds. Ask for an instance, a process or a time as well.',
};

/** What may go wrong with an operation, by the status of the answer. */
export function problemsOf(route: DeclaredRoute): Record<string, object> {
  const { method, path, operation, body } = route;
  const isQuestion = method === 'GET' || /search|statistics/.test(path);
  const isChange = !isQuestion && !path.endsWith('/evaluation');
  const names = path.includes('{') || !isQuestion;
  const told = [
    ...(body || names ? [NOT_UNDERSTOOD] : []),
    ...(operation?.permission ? [NOBODY, NOT_ALLOWED] : []),
    ...(names ? [NOT_THERE] : []),
    ...(isChange ? [NOT_NOW] : []),
    ...(body && method !== 'GET' ? [TOO_LARGE] : []),
    TOO_MUCH,
    ...(operation?.id === 'createProcessInstance' ? [TOO_LATE] : []),
    ...(/search$/.test(path) ? [TOO_LONG] : []),
  ];
  return Object.fromEntries(told.map((one) => [new Problem(one.title, '').getStatus(), problemObject(one, path)]));
}

function problemObject({ title, description, detail }: Told, path: string): object {
  const status = new Problem(title, '').getStatus();
  const instance = path.replace(/\{\w+\}/g, '2251799813685250');
  const example = { type: 'about:blank', title, status, detail, instance };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example } };
  return { description, content };
}
