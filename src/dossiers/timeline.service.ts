import { Injectable } from '@nestjs/common';
import type { Lang } from '../forms/lang.js';
import type { HistoryEntryRow } from '../history/history-entry.entity.js';
import { History } from '../history/history.js';
import type { Dossier } from './dossier.entity.js';
import { type PublicStatus, statusesAfter } from './public-status.js';

/** Something that happened to a dossier, as the applicant is told. The sentence is `timeline.<kind>` of the texts. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind:
    | 'submitted'
    | 'status'
    | 'answered'
    | 'document'
    | 'document-replaced'
    | 'document-revoked'
    | 'payment-received'
    | 'payment-refunded';
  /** For `status`. */
  readonly status?: PublicStatus;
  /** What the procedure says of it. */
  readonly texts?: Readonly<Record<Lang, string>>;
  /** For documents. */
  readonly document?: { readonly id: string; readonly title: string; readonly reason?: string };
}

/** Done, now, next. */
export interface Timeline {
  readonly done: readonly TimelineEntry[];
  readonly now: { readonly status: PublicStatus; readonly since: Date; readonly closed: boolean };
  readonly next: readonly PublicStatus[];
}

/** What the applicant sees of a dossier's history. Says what happened; the portal says it in the reader's language. */
@Injectable()
export class TimelineService {
  constructor(private readonly history: History) {}

  async of({ id: dossierId, publicStatus: status, publicStatusAt: since, closedAt }: Dossier): Promise<Timeline> {
    const entries = await this.history.search({ dossierId, publicOnly: true });
    return {
      // deliveries may come in another order than the steps they speak of
      done: entries.flatMap(told).sort((one, other) => one.at.getTime() - other.at.getTime()),
      now: { status, since, closed: closedAt !== null },
      next: closedAt ? [] : statusesAfter(status),
    };
  }
}

function told({ kind, at, data }: HistoryEntryRow): TimelineEntry[] {
  const { reason } = data;
  const document = {
    id: String(data['documentId']),
    title: String(data['title']),
    ...(typeof reason === 'string' && { reason }),
  };
  switch (kind) {
    case 'dossier.submitted':
      return [{ at, kind: 'submitted' }];
    case 'status.reached':
      // that it was submitted is said already
      if (data['status'] === 'deposee' && !data['texts']) return [];
      return [{ at, kind: 'status', status: data['status'] as PublicStatus, ...textsIn(data) }];
    case 'complement.answered':
      return [{ at, kind: 'answered' }];
    case 'document.issued':
      return [{ at, kind: 'document', document }];
    case 'document.replaced':
      return [{ at, kind: 'document-replaced', document }];
    case 'document.revoked':
      return [{ at, kind: 'document-revoked', document }];
    case 'payment.received':
      return [{ at, kind: 'payment-received' }];
    case 'payment.refunded':
      return [{ at, kind: 'payment-refunded' }];
    default:
      return [];
  }
}

function textsIn({ texts }: HistoryEntryRow['data']): Pick<TimelineEntry, 'texts'> {
  return texts && typeof texts === 'object' ? { texts: texts as Record<Lang, string> } : {};
}
