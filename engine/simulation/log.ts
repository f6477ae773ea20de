import type { TraceEntry } from '../model/effect.js';
import type { Instant } from '../model/variables.js';
import type { Run } from './run.js';
import type { LogEntry } from './simulation.js';
import { isoTime } from './views.js';

type Headers = LogEntry['headers'];

/** What has just happened in an instance, as the log tells it. */
export function logEntries({ id, process, draft }: Run, now: Instant): LogEntry[] {
  const at = isoTime(now);
  return draft.trace.map(({ element, elementType, name, event }: TraceEntry) => {
    const node = process.nodes.get(element) as { headers?: Headers; job?: { headers: Headers } } | undefined;
    const headers = node?.job?.headers ?? node?.headers;
    return {
      at,
      instance: id,
      element,
      type: elementType,
      ...(name !== undefined && { name }),
      ...(headers && Object.keys(headers).length > 0 && { headers }),
      event,
    };
  });
}
