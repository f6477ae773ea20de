import { join } from 'node:path';
import { root } from '../config.js';
import type { Block, Run } from '../documents/markup.js';
import type { Paper as PaperToIssue } from '../documents/new-document.js';
import { LANGS } from '../forms/lang.js';
import { locales, Texts } from '../procedures/texts.js';
import type { AgendaItem } from './agenda-item.entity.js';
import type { Sitting } from './sitting.entity.js';

/** What can be printed of a sitting. `publicMinutes` leave out what was discussed behind closed doors. */
export const PAPERS = ['agenda', 'minutes', 'publicMinutes', 'extract'] as const;
export type Paper = (typeof PAPERS)[number];

export interface WantedPaper {
  readonly paper: Paper;
  readonly sitting: Sitting;
  /** In their order; for an extract the one it is of. */
  readonly items: readonly AgendaItem[];
  readonly issuedAt: Date;
  /** Printed across the page of what is not for use. */
  readonly mark?: string;
}

const texts = Texts.load(join(root, 'src/sittings/texts'));
/** Acts of the town are written in its language (law of 18 July 1966). */
const LANG = LANGS[0];
const day = new Intl.DateTimeFormat(locales[LANG], { dateStyle: 'full', timeZone: 'Europe/Brussels' });
const date = new Intl.DateTimeFormat(locales[LANG], { dateStyle: 'long', timeZone: 'Europe/Brussels' });
const hour = new Intl.DateTimeFormat(locales[LANG], { timeStyle: 'short', timeZone: 'Europe/Brussels' });

/** A paper of a sitting as PDF/A on the town's letterhead. */
export async function writePaper({ paper, sitting, items, issuedAt, mark }: WantedPaper): Promise<Buffer> {
  // a large library, loaded with the first paper
  const { makePdf } = await import('../documents/make-pdf.js');
  const town = t('town');
  return makePdf({
    title: `${t(paper)} — ${t(`body.${sitting.body}`)}`,
    lang: `${LANG}-BE`,
    author: town,
    issuedAt,
    letterhead: { town, department: t(`body.${sitting.body}`), lines: [t('address')], number: numberOf(sitting) },
    body: paperBlocks({ paper, sitting, items }),
    closing: { issuer: t('issuer'), remark: t('remark'), seal: `${t('seal')} ` },
    ...(mark && { mark }),
  });
}

/** Those that become documents of the town. */
export type IssuedPaper = Exclude<Paper, 'agenda'>;

/** The words of a document; its number, code and seal come with it. */
export function paperToIssue(paper: IssuedPaper, sitting: Sitting, items: readonly AgendaItem[]): PaperToIssue {
  const body = t(`body.${sitting.body}`);
  const [item] = items;
  const of = paper === 'extract' && item ? item.subject : `${body}, ${date.format(sitting.heldAt)}`;
  return {
    name: paper,
    title: `${t(paper)} — ${of}`,
    department: body,
    issuer: t('issuer'),
    body: paperBlocks({ paper, sitting, items }),
    series: `PV-${numberOf(sitting).replace('/', '-')}`,
  };
}

/** Printed across a paper that is not issued. */
export function draftMark(): string {
  return t('draft');
}

/** What it says, below the letterhead. */
export function paperBlocks({ paper, sitting, items }: Pick<WantedPaper, 'paper' | 'sitting' | 'items'>): Block[] {
  const shown = paper === 'publicMinutes' ? items.filter(({ behindClosedDoors }) => !behindClosedDoors) : items;
  return [...head(paper, sitting), ...shown.flatMap((item) => itemBlocks(paper, item))];
}

function head(paper: Paper, sitting: Sitting): Block[] {
  const when = t('sitting', { day: day.format(sitting.heldAt), hour: hour.format(sitting.heldAt) });
  const facts = [fact('place', sitting.place), ...(sitting.present ? [fact('present', sitting.present)] : [])];
  return [
    { type: 'heading', level: 1, runs: words(t(paper)) },
    { type: 'paragraph', runs: [{ text: when, bold: true }] },
    { type: 'facts', facts },
    { type: 'rule' },
  ];
}

function itemBlocks(paper: Paper, item: AgendaItem): Block[] {
  const { rank, subject, reference, behindClosedDoors, outcome } = item;
  const facts = [
    ...(reference ? [fact('dossier', reference)] : []),
    ...(paper !== 'agenda' && outcome ? [{ term: words(t('decision')), value: [bold(t(`outcome.${outcome}`))] }] : []),
  ];
  return [
    { type: 'heading', level: 2, runs: words(t('item', { rank, subject })) },
    ...(behindClosedDoors ? [{ type: 'note' as const, runs: words(t('closedDoors')) }] : []),
    ...(facts.length > 0 ? [{ type: 'facts' as const, facts }] : []),
    ...(paper === 'agenda' ? [] : paragraphs(said(item))),
  ];
}

/** The decision in words. */
function said({ outcome, wording }: AgendaItem): string {
  if (outcome === 'reporte') return t('postponed');
  return wording || (outcome === 'retire' ? t('withdrawn') : '');
}

function paragraphs(text: string): Block[] {
  const parts = text.split(/\n\s*\n|\r?\n/).filter((part) => part.trim());
  return parts.map((part) => ({ type: 'paragraph', runs: words(part.trim()) }));
}

function fact(key: string, value: string): { term: Run[]; value: Run[] } {
  return { term: words(t(key)), value: words(value) };
}

function words(text: string): Run[] {
  return [{ text }];
}

function bold(text: string): Run {
  return { text, bold: true };
}

function numberOf({ heldAt, id }: Sitting): string {
  return `${heldAt.getFullYear()}/${id}`;
}

function t(key: string, params?: Record<string, unknown>): string {
  return texts.text(LANG, key, params);
}
