import type { Answers } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';

/** Somebody's next move. */
export type Step =
  | { readonly agent: { readonly task: string; readonly answers?: Answers } }
  /** The applicant answers where the process waits for it (a receive task with `commune:applicantForm`). */
  | { readonly applicant: { readonly wait: string; readonly answers?: Answers } }
  /** Time goes by: an ISO 8601 duration. */
  | { readonly advance: string }
  /** What must be so at this moment. */
  | { readonly expect: Expectation };

/** Everything given must hold. */
export interface Expectation {
  /** The end event that ended the case. */
  readonly end?: string;
  /** Open user tasks. */
  readonly tasks?: readonly string[];
  /** E-mails sent so far, by template, in order. */
  readonly messages?: readonly string[];
  /** Documents made so far, by template, in order. */
  readonly documents?: readonly string[];
  /** Public statuses so far, in order. */
  readonly statuses?: readonly string[];
  /** Variables at this moment; others do not matter. */
  readonly variables?: Answers;
}

/** `scenarios/<name>.yaml`: given these answers and these agents, it ends so. */
export interface Scenario {
  readonly title: string;
  /** When the request is submitted. */
  readonly now: string;
  readonly language?: Lang;
  /** Answers to the start form. A file question is answered by a list of file names. */
  readonly answers: Answers;
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
    tasks: NAMES,
    messages: NAMES,
    documents: NAMES,
    statuses: NAMES,
    variables: { type: 'object' },
  },
};

/** JSON Schema of a scenario. */
export const scenarioSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'scenarios/<name>.yaml',
  type: 'object',
  additionalProperties: false,
  required: ['title', 'now', 'answers', 'steps', 'expect'],
  properties: {
    title: { type: 'string' },
    now: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?Z$' },
    language: { enum: ['fr', 'nl', 'de', 'en'] },
    answers: ANSWERS,
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
          advance: { type: 'string', pattern: '^P' },
          expect: EXPECTATION,
        },
      },
    },
    expect: EXPECTATION,
  },
} as const;
