import { PUBLIC_STATUSES, type PublicStatus } from '../../dossiers/public-status.js';
import type { Channel } from '../../dossiers/dossier.entity.js';

/** The tabs of the inbox; also the word in its address. */
export const INBOX_VIEWS = ['mes-taches', 'a-prendre', 'a-suivre', 'service', 'en-retard'] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

export const CHANNELS: readonly Channel[] = ['online', 'counter', 'post', 'e-mail', 'phone'];

/** Words of the address for how a legal clock stands. */
export const CLOCK_FILTERS = ['depasse', 'proche', 'suspendu'] as const;
export type ClockFilter = (typeof CLOCK_FILTERS)[number];

/** What is asked of the inbox. */
export interface InboxQuery {
  readonly view: InboxView;
  /** Words of the dossier's number, applicant or answers; or a tracking code. */
  readonly text?: string;
  /** Key of a procedure. */
  readonly procedure?: string;
  readonly status?: PublicStatus;
  readonly channel?: Channel;
  /** Test cases instead of real ones. */
  readonly tests?: boolean;
  /** How the most urgent legal clock of the dossier stands. */
  readonly clock?: ClockFilter;
  /** By legal clocks; otherwise overdue tasks first, then by priority and due date. */
  readonly order?: 'delai';
  /** From 1. */
  readonly page: number;
}

/** The same as the address of the page says it. */
export interface InboxAddress {
  readonly vue?: string;
  readonly q?: string;
  readonly demarche?: string;
  readonly etat?: string;
  readonly canal?: string;
  /** `1`: tests. */
  readonly essais?: string;
  readonly delai?: string;
  readonly tri?: string;
  readonly page?: string;
  /** Task that was just completed. */
  readonly fait?: string;
  /** Tasks that were just taken, and how many could not be. */
  readonly pris?: string;
  readonly refuses?: string;
}

/** Unknown words in the address count as nothing. `fallback` is the tab without one. */
export function readInboxAddress(address: InboxAddress, fallback: InboxView): InboxQuery {
  const text = String(address.q ?? '')
    .trim()
    .slice(0, 100);
  const procedure = /^[a-z][a-z0-9-]*$/.exec(String(address.demarche ?? ''))?.[0];
  const status = PUBLIC_STATUSES.find((one) => one === address.etat);
  const channel = CHANNELS.find((one) => one === address.canal);
  const clock = CLOCK_FILTERS.find((one) => one === address.delai);
  return {
    view: INBOX_VIEWS.find((one) => one === address.vue) ?? fallback,
    page: Math.max(1, Math.trunc(Number(address.page)) || 1),
    ...(text ? { text } : {}),
    ...(procedure ? { procedure } : {}),
    ...(status ? { status } : {}),
    ...(channel ? { channel } : {}),
    ...(address.essais === '1' ? { tests: true } : {}),
    ...(clock ? { clock } : {}),
    ...(address.tri === 'delai' ? { order: 'delai' as const } : {}),
  };
}

/** As part of an address, without the page. */
export function inboxParameters({ view, text, procedure, status, channel, tests, clock, order }: InboxQuery): string {
  const parameters = {
    vue: view,
    q: text,
    demarche: procedure,
    etat: status,
    canal: channel,
    essais: tests ? '1' : undefined,
    delai: clock,
    tri: order,
  };
  const given = Object.entries(parameters).filter((one): one is [string, string] => one[1] !== undefined);
  return new URLSearchParams(given).toString();
}
