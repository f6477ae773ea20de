import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../access/accounts.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import type { Lang } from '../../forms/lang.js';
import { History } from '../../history/history.js';
import type { HistoryEntryRow } from '../../history/history-entry.entity.js';
import { MailService } from '../../mail/mail.service.js';
import type { Procedure } from '../../procedures/procedure.js';

/** Something that happened to a dossier, as agents are told: `desk.history.<kind>` with `what` and `who`. */
export interface CaseEvent {
  readonly at: Date;
  readonly kind: string;
  /** What it happened to: a task, an event, a document, a subject, a status. */
  readonly what?: string;
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
      ...(processInstanceKey ? await this.history.search({ processInstanceKey }) : []),
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

/** Where entries name accounts. */
const PEOPLE = ['by', 'assignee'];

/** How entries are put into words. */
interface Words {
  readonly element: (element: unknown) => string;
  readonly reason: (reason: string) => string;
  readonly person: (account: unknown) => string | undefined;
}

function told({ kind, at, actor, data }: HistoryEntryRow, words: Words): CaseEvent[] {
  const name = words.element;
  // after the rules had their say it is the program that goes on, for a person
  const person = actor.name ?? words.person(data['by']);
  const who = person === undefined ? {} : { who: person };
  switch (kind) {
    case 'dossier.submitted':
    case 'dossier.closed':
    case 'complement.answered':
    case 'conversation.applicant':
    case 'conversation.town':
    case 'conversation.note':
      return [{ at, kind, ...who }];
    case STATUS:
      // that it was received is said already
      return data['status'] === 'deposee' ? [] : [{ at, kind, what: String(data['status']) }];
    case 'task.claimed':
    case 'task.unclaimed':
    case 'task.assigned':
    case 'task.completed':
      return [{ at, kind, what: name(data['element']), ...who }];
    case 'task.denied': {
      const { element, reason } = data;
      const why = typeof reason === 'string' ? [words.reason(reason)] : [];
      return [{ at, kind, what: [name(element), ...why].join(' – '), ...who }];
    }
    case 'document.issued':
    case 'document.revoked':
    case 'document.replaced': {
      const { title, reason } = data;
      return [{ at, kind, what: [title, reason].filter((one) => typeof one === 'string').join(' – '), ...who }];
    }
    case 'incident.raised':
      return [{ at, kind, what: String(data['message']) }];
    case 'incident.closed':
      return [{ at, kind, ...who }];
    case 'element.completed':
      return data['elementType'] === 'BoundaryEvent' ? [{ at, kind: 'event', what: name(data['element']) }] : [];
    default:
      return [];
  }
}
