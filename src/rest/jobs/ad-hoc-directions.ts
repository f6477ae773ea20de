import type { Directions } from '#engine';
import type { JobResult } from './job-bodies.js';

/** What the worker of an ad-hoc sub-process says about it; nothing when it says nothing of the kind. */
export function directionsOf(result: JobResult = {}): { directions?: Directions } {
  const { type, activateElements, isCompletionConditionFulfilled: enough, isCancelRemainingInstances } = result;
  if (!activateElements?.length && !enough && !isCancelRemainingInstances && type !== 'adHocSubProcess') return {};
  const activate = (activateElements ?? []).map(({ elementId: element, variables }) => ({
    element,
    ...(variables && { variables }),
  }));
  return {
    directions: { activate, ...(enough && { enough }), ...(isCancelRemainingInstances && { cancelsRemaining: true }) },
  };
}
