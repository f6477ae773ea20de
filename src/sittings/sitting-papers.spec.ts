import { describe, expect, it } from '@jest/globals';
import type { AgendaItem } from './agenda-item.entity.js';
import { type Paper, paperBlocks } from './sitting-papers.js';
import type { Sitting } from './sitting.entity.js';

const sitting: Sitting = {
  id: '7',
  body: 'college',
  department: 'population',
  heldAt: new Date('2026-03-05T17:00:00Z'),
  place: 'Hôtel de ville',
  state: 'closed',
  plannedBy: 'Agnès Exemple',
  convenedBy: 'Agnès Exemple',
  closedBy: 'Agnès Exemple',
  present: 'Le bourgmestre (exemple)',
  convenedAt: new Date('2026-03-03T09:00:00Z'),
  closedAt: new Date('2026-03-05T19:00:00Z'),
};

function item(rank: number, change: Partial<AgendaItem>): AgendaItem {
  return {
    id: String(rank),
    sittingId: '7',
    processInstanceId: String(rank),
    dossierId: null,
    rank,
    reference: `TRN-2026-00000${rank}`,
    subject: `Point ${rank}`,
    proposal: `Projet ${rank}`,
    behindClosedDoors: false,
    outcome: 'accepte',
    wording: `Décision ${rank}`,
    urgent: false,
    userTaskId: null,
    decidedAt: null,
    ...change,
  };
}

const items = [
  item(1, { wording: 'Premier article.\n\nSecond article.' }),
  item(2, { behindClosedDoors: true }),
  item(3, { outcome: 'reporte', wording: 'Brouillon' }),
];

function wordsOf(paper: Paper, of = items): string {
  return JSON.stringify(paperBlocks({ paper, sitting, items: of }));
}

describe('the papers of a sitting', () => {
  it('minutes say when, where, who, and every decision as it is worded', () => {
    const words = wordsOf('minutes');
    expect(words).toContain('Séance du jeudi 5 mars 2026');
    expect(words).toContain('Le bourgmestre (exemple)');
    expect(words).toContain('{"type":"paragraph","runs":[{"text":"Second article."}]}');
    expect(words).toContain('Décision 2');
  });

  it('public minutes leave out what was discussed behind closed doors', () => {
    const words = wordsOf('publicMinutes');
    expect(words).toContain('1. Point 1');
    expect(words).not.toContain('Point 2');
  });

  it('what is postponed has no wording, whatever was drafted', () => {
    const words = wordsOf('extract', items.slice(2));
    expect(words).toContain('reporté');
    expect(words).not.toContain('Brouillon');
  });

  it('an agenda says nothing of decisions', () => {
    const words = wordsOf('agenda');
    expect(words).toContain('3. Point 3');
    expect(words).not.toContain('Décision 1');
    expect(words).not.toContain('Accepté');
  });
});
