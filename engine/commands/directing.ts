import type { Token } from '../instructions/draft.js';
import { runningListener } from '../instructions/user-tasks.js';
import type { Directions } from '../model/command.js';
import type { Rejection } from '../model/effect.js';

/** Why a worker cannot say this of its job: only that of an ad-hoc sub-process takes directions, about its own elements. */
export function undirectable(token: Token, { activate = [] }: Directions): Rejection | undefined {
  const { job } = token.node as { job?: object };
  if (token.node.type !== 'bpmn:AdHocSubProcess' || !job || runningListener(token)) {
    return {
      code: 'not-directable',
      message: 'Expected the job of an ad-hoc sub-process to say what runs inside, but the job is another.',
    };
  }
  const unknown = activate.filter(({ element }) => !token.scope?.nodes.some(({ id }) => id === element));
  if (unknown.length === 0) return undefined;
  const names = unknown.map(({ element }) => `'${element}'`).join(', ');
  return { code: 'no-such-element', message: `Expected elements inside '${token.node.id}', but there is no ${names}.` };
}
