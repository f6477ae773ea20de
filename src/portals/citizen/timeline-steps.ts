import type { Timeline, TimelineEntry } from '../../dossiers/timeline.service.js';
import type { PublicStatus } from '../../dossiers/public-status.js';
import type { Text } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';

/** One line of the timeline macro. */
export interface TimelineStep {
  readonly state: 'done' | 'now' | 'next' | 'stopped';
  readonly title: string;
  readonly text?: string;
  readonly at?: Date;
}

/** Ends that are not what the applicant hoped for. */
const STOPS: ReadonlySet<PublicStatus> = new Set(['refusee', 'classee-sans-suite', 'retiree']);

/** What was done, where it stands and what comes next, in sentences. */
export function timelineSteps({ done, now, next }: Timeline, text: Text, lang: Lang = 'fr'): TimelineStep[] {
  const current = done.findLast((entry) => isCurrent(entry, done, now.status));
  // what happened last may be what is going on now: it is said once
  const past = now.closed
    ? done
    : done.filter((entry) => !(entry.kind === 'status' && isCurrent(entry, done, now.status)));
  return [
    ...past.map((entry): TimelineStep => ({
      state: now.closed && isCurrent(entry, done, now.status) && STOPS.has(now.status) ? 'stopped' : 'done',
      title: title(entry, text),
      at: entry.at,
      ...(entry.document?.reason && { text: entry.document.reason }),
      ...(entry.texts && { text: entry.texts[lang] }),
      // how it ended says what one can do now
      ...(now.closed && entry === current && !entry.texts ? { text: text(`steps.about.${now.status}`) } : {}),
    })),
    ...(now.closed
      ? []
      : [
          {
            state: 'now' as const,
            title: text(`steps.now.${now.status}`),
            text: current?.texts?.[lang] ?? text(`steps.about.${now.status}`),
            at: now.since,
          },
        ]),
    ...next
      .filter((status) => status !== now.status)
      .map((status): TimelineStep => ({ state: 'next', title: text(`steps.next.${status}`) })),
  ];
}

function isCurrent(entry: TimelineEntry, done: readonly TimelineEntry[], status: string): boolean {
  return entry.status === status && entry === done.findLast((one) => one.kind === 'status');
}

function title({ kind, status, document }: TimelineEntry, text: Text): string {
  return kind === 'status' ? text(`steps.done.${status}`) : text(`steps.${kind}`, { title: document?.title ?? '' });
}
