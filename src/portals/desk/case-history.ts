import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../access/accounts.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import type { Lang } from '../../forms/lang.js';
import { History } from '../../history/history.js';
import type { HistoryEntryRow } from '../../history/history-entry.entity.js';
import { MailService } from '../../mail/mail.service.js';
import type { Text } from '../../forms/form-view.js';
import type { Procedure } from '../../procedures/procedure.js';
import { amountText } from '../../payments/amounts.js';
import { locales } from '../../procedures/texts.js';
import { textIn } from '../texts/portal-texts.js';

/** Something that happened to a dossier, as agents are told: `desk.history.<kind>` with `what` and `who`. */
export interface CaseEvent {
  readonly at: Date;
  readonly kind: string;
  /** What it happened to: a task, an event, a document, a subject, a status. */
  readonly what?: string;
  /** What the applicant reads besides. */
  readonly more?: string;
  readonly who?: string;
  readonly href?: string;
}

/** Public statuses are words of the portal, everything else brings its own name. */
const STATUS = 'status.reached';

/** The whole story of a dossier: what people did, what the process did, what was sent. */
@Injectable()
export class CaseHistory {
  constructor(
    private readonly history: History,
    private readonly mail: MailService,
    private readonly accounts: AccountsService,
  ) {}

  /** Oldest first. */
  async of(dossier: Dossier, procedure: Procedure | undefined, lang: Lang): Promise<CaseEvent[]> {
    const { id: dossierId, processInstanceKey } = dossier;
    const entries = [
      ...(await this.history.search({ dossierId })),
      ...(processInstanceKey ? await this.history.search({ rootInstanceKey: processInstanceKey }) : []),
    ];
    const name = (element: unknown, otherwise: unknown): string =>
      procedure?.elementName(lang, String(element), String(otherwise ?? element)) ?? String(otherwise ?? element);
    const names = new Map(
      entries.flatMap(({ data: { element, name } }) =>
        typeof element === 'string' && typeof name === 'string' ? [[element, name] as const] : [],
      ),
    );
    const people = await this.peopleIn(entries);
    const words: Words = {
      element: (element) => name(element, names.get(String(element))),
      reason: (reason) => procedure?.denial(lang, reason) ?? reason,
      person: (account) => people.get(String(account)),
      text: textIn(lang),
      announced: (texts) => (texts && typeof texts === 'object' ? { more: (texts as Record<Lang, string>)[lang] } : {}),
      money: (cents) => amountText(cents, lang),
      date: (at) => new Intl.DateTimeFormat(locales[lang], DAY).format(new Date(at)),
    };
    const events = entries.flatMap((entry) => told(entry, words));
    const sent = (await this.mail.ofDossier(dossierId)).map(({ id, subject, createdAt }): CaseEvent => ({
      at: createdAt,
      kind: 'mail',
      what: subject,
      href: `/bureau/courriels/${id}`,
    }));
    return [...events, ...sent].sort((one, other) => one.at.getTime() - other.at.getTime());
  }

  /** Names of the accounts that entries speak of, besides those who made them. */
  private async peopleIn(entries: readonly HistoryEntryRow[]): Promise<ReadonlyMap<string, string>> {
    const ids = entries.flatMap(({ data }) =>
      PEOPLE.map((name) => data[name]).filter((id) => /^\d+$/.test(String(id))),
    );
    if (ids.length === 0) return new Map();
    const accounts = await this.accounts.byIds([...new Set(ids.map(String))]);
    return new Map(accounts.map(({ id, name }) => [id, name]));
  }
}

const DAY = { dateStyle: 'short', timeZone: 'Europe/Brussels' } as const;

/** Where entries name accounts. */
const PEOPLE = ['by', 'assignee', 'for'];

/** How entries are put into words. */
interface Words {
  readonly element: (element: unknown) => string;
  readonly reason: (reason: string) => string;
  readonly person: (account: unknown) => string | undefined;
  readonly text: Text;
  readonly announced: (texts: unknown) => { more?: string };
  readonly date: (at: string) => string;
  readonly money: (cents: number) => string;
}

function told({ kind, at, actor, data }: HistoryEntryRow, words: Words): CaseEvent[] {
  const name = words.element;
  // after the rules had their say it is the program that goes on, for a person
  const person = actor.name ?? words.person(data['by']);
  const absent = words.person(data['for']);
  const both = absent && person ? words.text('desk.history.inPlaceOf', { who: person, absent }) : person;
  const who = both === undefined ? {} : { who: both };
  switch (kind) {
    case 'dossier.submitted':
    case 'dossier.closed':
    case 'complement.answered':
    case 'conversation.applicant':
    case 'conversation.town':
      return [{ at, kind, ...who }];
    case 'dossier.confidentiality':
      return [
        {
          at,
          kind,
          what: joined(words.text(`desk.confidentiality.level.${String(data['level'])}`), data['reason']),
          ...who,
        },
      ];
    case 'conversation.note':
      if (data['element'] === undefined) return [{ at, kind, ...who }];
      return [{ at, kind: 'conversation.noteOnTask', what: name(data['element']), ...who }];
    case STATUS:
      // that it was received is said already
      if (data['status'] === 'deposee' && !data['texts']) return [];
      return [{ at, kind, what: String(data['status']), ...words.announced(data['texts']) }];
    case 'task.claimed':
    case 'task.unclaimed':
    case 'task.completed':
    case 'task.recalled':
      return [{ at, kind, what: name(data['element']), ...who }];
    case 'task.assigned':
    case 'task.delegated':
    case 'task.resolved': {
      const to = words.person(data['assignee']);
      const what = to ? `${name(data['element'])} → ${to}` : name(data['element']);
      return [{ at, kind, what: joined(what, data['said']), ...who }];
    }
    case 'task.reminded':
      return [{ at, kind, what: joined(name(data['element']), data['said']) }];
    case 'task.escalated':
      return [{ at, kind, what: joined(name(data['element']), data['reason']) }];
    case 'task.updated':
      return [{ at, kind, what: joined(name(data['element']), ...planned(data, words), data['reason']), ...who }];
    case 'task.denied': {
      const { element, reason } = data;
      return [{ at, kind, what: joined(name(element), typeof reason === 'string' && words.reason(reason)), ...who }];
    }
    case 'document.to-sign':
    case 'document.signed':
    case 'document.sealed':
    case 'document.refused':
    case 'document.issued':
    case 'document.revoked':
    case 'document.replaced':
    case 'document.replacement-asked':
    case 'document.file-erased': {
      const { title, by, reason } = data;
      return [{ at, kind, what: [title, by, reason].filter((one) => typeof one === 'string').join(' – '), ...who }];
    }
    case 'cosignature.asked':
    case 'cosignature.confirmed':
    case 'cosignature.refused':
    case 'opinion.asked':
    case 'opinion.reminded':
    case 'opinion.given':
    case 'opinion.late':
    case 'opinion.silent':
    case 'opinion.asked-back':
    case 'opinion.resent':
    case 'opinion.revoked': {
      const { name, said, reason } = data;
      const verdict = typeof said === 'string' ? words.text(`opinion.verdict.${said}`) : '';
      return [{ at, kind, what: joined(name, verdict, reason), ...who }];
    }
    case 'payment.asked':
    case 'payment.received':
    case 'payment.refunded':
      return [{ at, kind, what: words.money(Number(data['amountCents'])), ...who }];
    case 'incident.raised':
      return [{ at, kind, what: String(data['message']) }];
    case 'incident.retried':
    case 'incident.skipped':
      return [{ at, kind, what: joined(name(data['element']), data['reason']), ...who }];
    case 'incident.closed':
      return [{ at, kind, ...who }];
    case 'element.completed':
      return data['elementType'] === 'BoundaryEvent' ? [{ at, kind: 'event', what: name(data['element']) }] : [];
    default:
      return [];
  }
}

function joined(...parts: readonly unknown[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' – ');
}

/** What a new plan says: `Échéance : 23/11/2026`. */
function planned({ dueAt, followUpAt, priority }: HistoryEntryRow['data'], { text, date }: Words): string[] {
  const day = (name: string, at: unknown): string =>
    text(`desk.history.planned.${name}`, { date: typeof at === 'string' ? date(at) : text('desk.due.none') });
  return [
    ...(dueAt === undefined ? [] : [day('due', dueAt)]),
    ...(followUpAt === undefined ? [] : [day('followUp', followUpAt)]),
    ...(priority === undefined ? [] : [text('desk.history.planned.priority', { level: Number(priority) })]),
  ];
}
