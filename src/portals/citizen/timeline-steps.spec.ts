import { expect, it } from '@jest/globals';
import type { Timeline } from '../../dossiers/timeline.service.js';
import { textIn } from '../texts/portal-texts.js';
import { timelineSteps } from './timeline-steps.js';

const at = new Date('2026-03-02T10:00:00Z');
const since = new Date('2026-03-03T10:00:00Z');
const submitted = { at, kind: 'submitted' } as const;

function steps(timeline: Pick<Timeline, 'now' | 'done'> & Partial<Timeline>) {
  return timelineSteps({ next: [], ...timeline }, textIn('fr'));
}

it('says once what is going on now, and what comes next', () => {
  const status = 'en-traitement';
  const done = [submitted, { at: since, kind: 'status', status } as const];
  expect(steps({ done, now: { status, since, closed: false }, next: ['decision'] })).toMatchObject([
    { state: 'done', title: 'Nous avons reçu votre demande' },
    { state: 'now', title: 'Un agent examine votre demande' },
    { state: 'next', title: 'Nous préparons la décision' },
  ]);
});

it.each([
  ['refusee', 'stopped', /vos recours/],
  ['classee-sans-suite', 'stopped', /nouvelle demande/],
  ['delivree', 'done', /terminée/],
] as const)('ends with %s as %s, and says what one can do', (status, state, text) => {
  const done = [submitted, { at: since, kind: 'status', status } as const];
  const last = steps({ done, now: { status, since, closed: true } }).at(-1);
  expect(last).toMatchObject({ state, text: expect.stringMatching(text) });
});
