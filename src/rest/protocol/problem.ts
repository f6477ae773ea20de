import { HttpException } from '@nestjs/common';
import type { Rejection } from '#engine';
import type { Outcome } from '../../workflow/outcome.js';

/** The word by which a program recognises what went wrong. */
export type ProblemTitle =
  | 'INVALID_ARGUMENT'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'INVALID_STATE'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'RESOURCE_EXHAUSTED'
  | 'DEADLINE_EXCEEDED'
  | 'INTERNAL_ERROR';

const STATUS: Readonly<Record<ProblemTitle, number>> = {
  INVALID_ARGUMENT: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  INVALID_STATE: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RESOURCE_EXHAUSTED: 503,
  DEADLINE_EXCEEDED: 504,
  INTERNAL_ERROR: 500,
};

/** An answer that is no success (RFC 9457). `detail` is one sentence for whoever reads the log of the caller. */
export class Problem extends HttpException {
  constructor(
    readonly title: ProblemTitle,
    readonly detail: string,
  ) {
    super(detail, STATUS[title]);
  }

  /** The problem that a status of Nest or Express stands for. */
  static ofStatus(status: number, detail: string): Problem {
    const titles = Object.keys(STATUS) as ProblemTitle[];
    const title = titles.find((one) => STATUS[one] === status);
    return new Problem(title ?? (status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL_ERROR'), detail);
  }
}

/** What was named is there; otherwise the caller is told that it is not. */
export function found<T>(thing: T | null | undefined, what: string): T {
  if (thing === null || thing === undefined) throw new Problem('NOT_FOUND', `There is no ${what}.`);
  return thing;
}

/** Rejections that mean something other than "not in this state". */
const REJECTIONS: Readonly<Record<string, ProblemTitle>> = {
  'instance-ended': 'NOT_FOUND',
  'no-such-wait': 'NOT_FOUND',
  'no-such-instance': 'NOT_FOUND',
  'no-such-task': 'NOT_FOUND',
  'no-such-job': 'NOT_FOUND',
  'no-such-definition': 'NOT_FOUND',
  'no-such-batch': 'NOT_FOUND',
  'no-such-incident': 'NOT_FOUND',
  'no-such-element-instance': 'NOT_FOUND',
  'no-such-element': 'INVALID_ARGUMENT',
  'element-not-activatable': 'INVALID_ARGUMENT',
  'business-id-taken': 'ALREADY_EXISTS',
  'not-a-candidate': 'FORBIDDEN',
  'not-yours-to-plan': 'FORBIDDEN',
};

/** A command was accepted; otherwise the caller is told why not. */
export function accepted(outcome: Outcome): void {
  if ('accepted' in outcome) return;
  throw rejectedProblem(outcome.rejection);
}

export function rejectedProblem({ code, message }: Rejection): Problem {
  return new Problem(REJECTIONS[code] ?? 'INVALID_STATE', message);
}
