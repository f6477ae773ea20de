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
const NOT_READ: Told = {
  title: 'UNSUPPORTED_MEDIA_TYPE',
  description: 'The body is of a kind that is not read here.',
  detail: 'Expected a body of application/json, but found text/plain.',
};
const OUR_FAULT: Told = {
  title: 'INTERNAL_ERROR',
  description: 'Something went wrong inside; the log of the program says what. To ask again may help or not.',
  detail: 'Something unexpected went wrong; the log of the program says what.',
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
  description: 'What is asked for is found by no index, and there is much of it; or the database is very busy.',
  detail: 'Nothing was found within 15 seconds. Ask for an instance, a process or a time as well.',
};

/** Operations whose body, not their address, names what must be there. */
const NAMES_IN_BODY = [
  'correlateMessage',
  'createProcessInstance',
  'evaluateConditionals',
  'evaluateDecision',
  'migrateProcessInstancesBatchOperation',
];

/** Operations that find something in a state, or somebody else's answer, that does not fit. */
const IN_A_STATE = [
  'activateAdHocSubProcessActivities',
  'assignUserTask',
  'cancelBatchOperation',
  'cancelProcessInstance',
  'completeJob',
  'completeUserTask',
  'createDocument',
  'createElementInstanceVariables',
  'createProcessInstance',
  'deleteResource',
  'failJob',
  'migrateProcessInstance',
  'modifyProcessInstance',
  'publishMessage',
  'resolveIncident',
  'resumeBatchOperation',
  'resumeProcessInstance',
  'suspendBatchOperation',
  'suspendProcessInstance',
  'throwJobError',
  'unassignUserTask',
  'updateJob',
  'updateUserTask',
];

/** What the program knows by itself. */
const KNOWN = ['getStatus', 'getTopology', 'getLicense', 'getAuthentication', 'evaluateExpression'];

const isSent = ({ body, method }: DeclaredRoute) => body !== undefined && method !== 'GET';
const isNamed = ({ path }: DeclaredRoute) => path.includes('{');
const idOf = ({ operation }: DeclaredRoute) => operation?.id ?? '';

/** THE TABLE of problems: what happens, and to which operations. `test/rest/problems.e2e-spec.ts` sees every pair happen. */
const PROBLEMS: readonly (readonly [Told, (route: DeclaredRoute) => boolean])[] = [
  [NOT_UNDERSTOOD, (route) => isSent(route) || isNamed(route) || route.query !== undefined],
  [NOBODY, ({ operation }) => operation?.permission !== undefined],
  [NOT_ALLOWED, ({ operation }) => operation?.permission !== undefined],
  [NOT_THERE, (route) => isNamed(route) || NAMES_IN_BODY.includes(idOf(route))],
  [NOT_NOW, (route) => IN_A_STATE.includes(idOf(route))],
  [TOO_LARGE, isSent],
  [NOT_READ, isSent],
  [OUR_FAULT, (route) => !KNOWN.includes(idOf(route))],
  [TOO_MUCH, () => true],
  [TOO_LATE, (route) => idOf(route) === 'createProcessInstance'],
  [TOO_LONG, (route) => /^(search|get)/.test(idOf(route)) && !KNOWN.includes(idOf(route))],
];

/** What may go wrong with an operation, by the status of the answer. */
export function problemsOf(route: DeclaredRoute): Record<string, object> {
  const told = PROBLEMS.filter(([, happensTo]) => happensTo(route)).map(([one]) => one);
  return Object.fromEntries(
    told.map((one) => [new Problem(one.title, '').getStatus(), problemObject(one, route.path)]),
  );
}

function problemObject({ title, description, detail }: Told, path: string): object {
  const status = new Problem(title, '').getStatus();
  const instance = path.replace(/\{\w+\}/g, '2251799813685250');
  const example = { type: 'about:blank', title, status, detail, instance };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example } };
  return { description, content };
}
