import { Injectable } from '@nestjs/common';
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
    const events = entries.flatMap((entry) => told(entry, (element) => name(element, names.get(String(element)))));
    const sent = (await this.mail.ofDossier(dossierId)).map(({ id, subject, createdAt }): CaseEvent => ({
      at: createdAt,
      kind: 'mail',
      what: subject,
      href: `/bureau/courriels/${id}`,
    }));
    return [...events, ...sent].sort((one, other) => one.at.getTime() - other.at.getTime());
  }
}

function told({ kind, at, actor, data }: HistoryEntryRow, name: (element: unknown) => string): CaseEvent[] {
  const who = actor.name === undefined ? {} : { who: actor.name };
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
