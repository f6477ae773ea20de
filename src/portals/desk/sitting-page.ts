import { Injectable, NotFoundException } from '@nestjs/common';
import type { CurrentAccount } from '../../access/visitor.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import { type AgendaItem, OUTCOMES } from '../../sittings/agenda-item.entity.js';
import { AgendaService, type Refusal } from '../../sittings/agenda.service.js';
import { SittingDocuments } from '../../sittings/sitting-documents.service.js';
import type { Sitting } from '../../sittings/sitting.entity.js';
import { SittingsService } from '../../sittings/sittings.service.js';
import { WaitingCases } from '../../sittings/waiting-cases.js';
import { agentOf } from './agent.js';
import { dayInTown } from './town-days.js';

/** What the page is told besides the sitting itself. */
export interface Told {
  readonly done?: string;
  readonly refusals?: readonly Refusal[];
  /** Keys of texts by id of the item whose decision cannot stand. */
  readonly errors?: ReadonlyMap<string, string>;
  /** What was typed, when it could not be kept. */
  readonly typed?: readonly AgendaItem[];
}

/** A sitting as its department sees it. */
@Injectable()
export class SittingPage {
  constructor(
    private readonly sittings: SittingsService,
    private readonly agenda: AgendaService,
    private readonly waiting: WaitingCases,
    private readonly reads: ReadsService,
    private readonly documents: SittingDocuments,
  ) {}

  /** To members of its department it exists, unless it speaks of what is too confidential for them. */
  async open(id: string, account: CurrentAccount): Promise<Sitting> {
    const sitting = await this.sittings.get(id, account);
    if (!sitting) throw new NotFoundException();
    return sitting;
  }

  /** What is said of cases there was shown to this account. */
  async read(sitting: Sitting, items: readonly AgendaItem[], account: CurrentAccount): Promise<void> {
    await this.reads.record(dossiersOf(sitting, items), account, 'agenda');
  }

  async of(sitting: Sitting, account: CurrentAccount, { done, refusals = [], errors, typed }: Told = {}) {
    const items = typed ?? (await this.agenda.items(sitting));
    await this.read(sitting, items, account);
    const issued = sitting.state === 'closed' ? await this.documents.of(sitting) : [];
    const documentOf = (paper: string, itemId: string | null = null) =>
      issued.find(({ template, agendaItemId }) => template === paper && agendaItemId === itemId);
    const waiting = sitting.state === 'closed' ? [] : await this.waiting.of(sitting.body, agentOf(account), account);
    return {
      sitting,
      day: dayInTown(sitting.heldAt),
      items: items.map((item) => ({
        ...item,
        error: errors?.get(item.id),
        document: documentOf('extract', item.id),
      })),
      documents: { minutes: documentOf('minutes'), publicMinutes: documentOf('publicMinutes') },
      mayIssue: sitting.state === 'closed' && this.documents.areMissing(items, issued),
      decided: items.filter(({ outcome }) => outcome).length,
      waiting: waiting.map(({ task, ...words }) => ({ key: task.id, ...words })),
      outcomes: OUTCOMES,
      done,
      refusals,
      errors: [...(errors ?? [])].map(([id, key]) => ({ key, href: `#vote-${id}` })),
    };
  }
}

/** Cases whose draft decisions the page shows. */
function dossiersOf({ department }: Sitting, items: readonly AgendaItem[]): { id: string; department: string }[] {
  return items.flatMap(({ dossierId }) => (dossierId ? [{ id: dossierId, department }] : []));
}
