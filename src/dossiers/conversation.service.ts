import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { isSeenBy, readerOf } from '../access/confidential-cases.js';
import type { CurrentAccount } from '../access/visitor.js';
import { Clock } from '../clock.js';
import { History } from '../history/history.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import { ConversationEntry, type Side } from './conversation-entry.entity.js';
import type { Dossier } from './dossier.entity.js';

/** As long as a letter of two pages. */
export const MOST_CHARACTERS = 4000;

/** A dossier whose applicant waits for an answer. */
export interface Waiting {
  readonly reference: string;
  readonly applicantName: string;
  readonly procedureKey: string;
  readonly unread: number;
  readonly since: Date;
  readonly latest: string;
}

/** Which task a note is about. */
export interface TaskOfNote {
  readonly id: string;
  readonly element: string;
}

/** The conversation about a dossier: applicant and town write to each other, agents keep notes that only agents see. */
@Injectable()
export class ConversationService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  /** What the applicant may see, oldest first. */
  ofApplicant(dossierId: string): Promise<ConversationEntry[]> {
    return this.find(dossierId, ['applicant', 'town']);
  }

  /** Everything, oldest first. */
  ofAgents(dossierId: string): Promise<ConversationEntry[]> {
    return this.find(dossierId, ['applicant', 'town', 'note']);
  }

  /** How many answers of the town these dossiers hold that their applicant has not seen. */
  async unreadByApplicant(dossierIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ dossierId: string; unread: number }[]>(
      `SELECT dossier_id AS "dossierId", count(*)::int AS unread FROM conversation_entry
       WHERE dossier_id = ANY($1::bigint[]) AND side = 'town' AND read_at IS NULL GROUP BY dossier_id`,
      [dossierIds],
    );
    return new Map(rows.map(({ dossierId, unread }) => [dossierId, unread]));
  }

  /** Dossiers that this agent may treat, and whose applicant has written something nobody has answered, the longest wait first. */
  waiting(account: CurrentAccount): Promise<Waiting[]> {
    return this.database.query<Waiting[]>(
      `SELECT reference, applicant_name AS "applicantName", procedure_key AS "procedureKey",
         count(*)::int AS unread, min(at) AS since, (array_agg(text ORDER BY entry.id DESC))[1] AS latest
       FROM conversation_entry entry JOIN dossier ON dossier.id = entry.dossier_id
       WHERE side = 'applicant' AND read_at IS NULL AND dossier.department = ANY($1) AND ${isSeenBy('$2', '$3')}
       GROUP BY dossier.id ORDER BY since`,
      [[...account.departments], ...readerOf(account)],
    );
  }

  /** The reader has seen what the other side wrote. */
  async seen(dossierId: string, reader: 'applicant' | 'town'): Promise<void> {
    const side: Side = reader === 'applicant' ? 'town' : 'applicant';
    const unread = { dossierId, side, readAt: IsNull() };
    await this.database.manager.update(ConversationEntry, unread, { readAt: this.clock.now() });
  }

  /** The applicant writes; `account` when signed in, otherwise they came by the tracking code. */
  write(dossier: Dossier, text: string, account?: CurrentAccount): Promise<void> {
    return this.append(dossier, 'applicant', text, {
      authorId: account?.id ?? null,
      authorName: account?.name ?? dossier.applicantName,
      department: null,
    });
  }

  /** An agent writes to the applicant, who is told by e-mail that there is something to read (not what). */
  answer(dossier: Dossier, text: string, agent: CurrentAccount): Promise<void> {
    return this.append(dossier, 'town', text, authorOf(agent, dossier));
  }

  /** An agent writes to colleagues, about the dossier or one of its tasks. */
  note(dossier: Dossier, text: string, agent: CurrentAccount, task?: TaskOfNote): Promise<void> {
    return this.append(dossier, 'note', text, authorOf(agent, dossier), task);
  }

  private find(dossierId: string, sides: Side[]): Promise<ConversationEntry[]> {
    const where = { dossierId, side: In(sides) };
    return this.database.manager.find(ConversationEntry, { where, order: { id: 'ASC' } });
  }

  private async append(
    dossier: Dossier,
    side: Side,
    text: string,
    author: Pick<ConversationEntry, 'authorId' | 'authorName' | 'department'>,
    task?: TaskOfNote,
  ): Promise<void> {
    const at = this.clock.now();
    await this.database.transaction(async (tx) => {
      const entry = { dossierId: dossier.id, side, ...author, text, at, taskId: task?.id ?? null };
      const { identifiers } = await tx.insert(ConversationEntry, entry);
      const { id } = identifiers[0] as { id: string };
      const { authorId, authorName: name } = author;
      const actor = {
        kind: side === 'applicant' ? ('citizen' as const) : ('agent' as const),
        ...(authorId && { accountId: authorId }),
        name,
      };
      const data = { id, ...(task && { task: task.id, element: task.element }) };
      await this.history.append(tx, { dossierId: dossier.id, kind: `conversation.${side}`, actor, at, data });
      if (side !== 'town' || !dossier.applicantEmail) return;
      const { reference, lang } = dossier;
      await this.mail.queue(tx, {
        ...this.messages.write('conversation', lang, `/dossiers/${reference}#messages`, { reference }),
        to: dossier.applicantEmail,
        idempotencyKey: `conversation-${id}`,
        about: dossier.id,
        topic: 'messages',
      });
    });
  }
}

function authorOf({ id, name }: CurrentAccount, { department }: Dossier) {
  return { authorId: id, authorName: name, department };
}
