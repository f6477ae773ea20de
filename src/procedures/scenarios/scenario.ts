import type { Answers } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';

/** Somebody's next move. */
export type Step =
  | { readonly agent: { readonly task: string; readonly answers?: Answers } }
  /** The applicant answers where the process waits for it (a receive task with `commune:applicantForm`). */
  | { readonly applicant: { readonly wait: string; readonly answers?: Answers } }
  /** Somebody who is asked for an opinion gives it: in time, or late when its task is over. */
  | { readonly opinion: { readonly adviser: string; readonly answers: Answers } }
  /** A message comes in from outside, where the process waits for it. */
  | { readonly message: { readonly name: string; readonly variables?: Answers } }
  /** Time goes by: an ISO 8601 duration. */
  | { readonly advance: string }
  /** What must be so at this moment. */
  | { readonly expect: Expectation };

/** What a worker makes of a job: variables, a BPMN error, or nothing for now. */
export interface WorkerAnswer {
  readonly gives?: Answers;
  readonly error?: string;
  readonly waits?: true;
}

/** Everything given must hold. */
export interface Expectation {
  /** The end event that ended the case. */
  readonly end?: string;
  /** Of a block: the BPMN error that it ends in, for its caller to catch. */
  readonly error?: string;
  /** Open user tasks. */
  readonly tasks?: readonly string[];
  /** E-mails sent so far, by template, in order. */
  readonly messages?: readonly string[];
  /** Documents made so far, by template, in order. */
  readonly documents?: readonly string[];
  /** Public statuses so far, in order. */
  readonly statuses?: readonly string[];
  /** Legal clocks at this moment, by id: the day on which each falls due, and how it stands. */
  readonly clocks?: { readonly [id: string]: { readonly due?: string; readonly state?: string } };
  /** Variables at this moment; others do not matter. */
  readonly variables?: Answers;
}

/** `scenarios/<name>.yaml`: given these answers and these agents, it ends so. */
export interface Scenario {
  readonly title: string;
  /** When the request is submitted. */
  readonly now: string;
  readonly language?: Lang;
  /** Of a procedure: answers to the start form. A file question is answered by a list of file names. */
  readonly answers?: Answers;
  /** Of a block: what its caller gives. */
  readonly given?: Answers;
  /** What workers outside of the program answer, by element or job type, one after the other; the last one stays. */
  readonly workers?: { readonly [elementOrType: string]: readonly WorkerAnswer[] };
  readonly steps: readonly Step[];
  readonly expect: Expectation;
}

const ANSWERS = { type: 'object' };
const NAMES = { type: 'array', items: { type: 'string' } };
const EXPECTATION = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    end: { type: 'string' },
    error: { type: 'string' },
    tasks: NAMES,
    messages: NAMES,
    documents: NAMES,
    statuses: NAMES,
    variables: { type: 'object' },
    clocks: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: {
          due: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
          state: { enum: ['running', 'suspended', 'overdue', 'stopped'] },
        },
      },
    },
  },
};
const WORKER_ANSWER = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: { gives: ANSWERS, error: { type: 'string' }, waits: { const: true } },
};

/** JSON Schema of a scenario. */
export const scenarioSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'scenarios/<name>.yaml',
  type: 'object',
  additionalProperties: false,
  required: ['title', 'now', 'steps', 'expect'],
  properties: {
    title: { type: 'string' },
    now: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?Z$' },
    language: { enum: ['fr', 'nl', 'de', 'en'] },
    answers: ANSWERS,
    given: ANSWERS,
    workers: { type: 'object', additionalProperties: { type: 'array', minItems: 1, items: WORKER_ANSWER } },
    steps: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
        properties: {
          agent: {
            type: 'object',
            additionalProperties: false,
            required: ['task'],
            properties: { task: { type: 'string' }, answers: ANSWERS },
          },
          applicant: {
            type: 'object',
            additionalProperties: false,
            required: ['wait'],
            properties: { wait: { type: 'string' }, answers: ANSWERS },
          },
          opinion: {
            type: 'object',
            additionalProperties: false,
            required: ['adviser', 'answers'],
            properties: { adviser: { type: 'string' }, answers: ANSWERS },
          },
          message: {
            type: 'object',
            additionalProperties: false,
            required: ['name'],
            properties: { name: { type: 'string' }, variables: ANSWERS },
          },
          advance: { type: 'string', pattern: '^P' },
          expect: EXPECTATION,
        },
      },
    },
    expect: EXPECTATION,
  },
} as const;
