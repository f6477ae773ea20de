import { type AgendaItem, OUTCOMES } from '../../sittings/agenda-item.entity.js';
import type { Decision } from '../../sittings/decisions.service.js';

/** `vote-<item>`, `texte-<item>` and `urgent-<item>` of every item; `presents`. */
export type VotesForm = Readonly<Record<string, unknown>>;

export interface Vote {
  /** With what was typed. */
  readonly item: AgendaItem;
  /** What can be kept; absent when nothing was decided yet. */
  readonly decision?: Decision;
  /** Below `desk.sitting.wrong`. */
  readonly error?: string;
}

/** As much as the forms of the block `college` take. */
const LONGEST = 10_000;
const LONGEST_PRESENT = 2_000;

/** What was decided about each item. One without a vote is still open; what is in its case already stays as it is. */
export function readVotes(items: readonly AgendaItem[], form: VotesForm): Vote[] {
  return items.map((item): Vote => {
    if (item.decidedAt) return { item };
    const outcome = OUTCOMES.find((one) => one === form[`vote-${item.id}`]);
    const wording = textOf(form[`texte-${item.id}`]);
    const urgent = form[`urgent-${item.id}`] === 'oui';
    const typed = { ...item, outcome: outcome ?? null, wording, urgent };
    if (!outcome) return { item: typed };
    if (wording.length > LONGEST) return { item: typed, error: 'long' };
    if (!wording && outcome !== 'reporte') return { item: typed, error: 'wording' };
    return { item: typed, decision: { outcome, wording, urgent: urgent && outcome === 'reporte' } };
  });
}

/** Who was there. */
export function presentIn(form: VotesForm): string {
  return textOf(form['presents']).slice(0, LONGEST_PRESENT);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}
