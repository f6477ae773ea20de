import type { LogEntry } from '#engine';
import type { ProcessOutline } from '../process-outline.js';

/** How much of a model was walked through. */
export interface Coverage {
  readonly nodes: Share;
  readonly flows: Share;
}

export interface Share {
  readonly total: number;
  readonly covered: number;
  /** Ids that no scenario reached. */
  readonly missing: readonly string[];
}

const NODE = /(Task|Gateway|Event|callActivity|[sS]ubProcess|transaction)$/;

/** What several runs of one model reached together. */
export function coverageOf({ elements }: ProcessOutline, logs: readonly (readonly LogEntry[])[]): Coverage {
  const reached = new Set(logs.flat().map(({ element }) => element));
  const share = (ids: readonly string[]): Share => {
    const missing = ids.filter((id) => !reached.has(id));
    return { total: ids.length, covered: ids.length - missing.length, missing };
  };
  return {
    nodes: share(elements.filter(({ type }) => NODE.test(type)).map(({ id }) => id)),
    flows: share(elements.filter(({ type }) => type === 'sequenceFlow').map(({ id }) => id)),
  };
}
