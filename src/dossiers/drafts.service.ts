import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan } from 'typeorm';
import { SessionsService } from '../access/sessions.service.js';
import type { CurrentAccount, Visitor } from '../access/visitor.js';
import { Clock } from '../clock.js';
import type { Answers, Page } from '../forms/form.js';
import type { Lang } from '../forms/lang.js';
import { Draft } from './draft.entity.js';
import { allFields } from './roles.js';

const LIFETIME = 30 * 24 * 3_600_000;

/** Forms being filled, kept on the server from the first page on. A visitor sees only their own. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
  ) {}

  /** A new request. With an account it is kept there, otherwise by the browser's session. */
  begin(procedureKey: string, formId: string, visitor: Visitor, lang: Lang, answers: Answers = {}): Promise<Draft> {
    return this.create({ procedureKey, formId, lang }, visitor, answers);
  }

  /** A request that tries a version: it follows no other one. */
  beginTest(
    about: Pick<Draft, 'procedureKey' | 'formId' | 'lang'> & { readonly procedureVersionId: string },
    visitor: Visitor,
  ): Promise<Draft> {
    return this.create({ ...about, test: true }, visitor);
  }

  /** A request that an agent enters for somebody: at the counter, by phone, from a letter. */
  enter(
    procedureKey: string,
    formId: string,
    { channel, identity }: Pick<Draft, 'channel' | 'identity'>,
    agent: Visitor & { readonly account: CurrentAccount },
  ): Promise<Draft> {
    const enteredBy = agent.account.id;
    return this.create({ procedureKey, formId, lang: 'fr', channel, identity, enteredBy }, agent);
  }

  /** The answer to a question of the town: one per activation of the element that waits, whoever opens it first. */
  async beginAnswer(
    about: Pick<Draft, 'procedureKey' | 'formId' | 'lang' | 'dossierId' | 'element' | 'elementInstance'> &
      Pick<Draft, 'procedureVersionId' | 'test'>,
    visitor: Visitor,
  ): Promise<Draft> {
    const { dossierId, element, elementInstance } = about;
    const existing = await this.database.manager.findOneBy(Draft, {
      dossierId: dossierId!,
      element: element!,
      elementInstance: elementInstance!,
    });
    if (!existing) return this.create(about, visitor);
    await this.sessions.addDraft(sessionOf(visitor), existing.id);
    return existing;
  }

  /** The draft, when it is this visitor's. */
  async get(draftId: string, visitor: Visitor): Promise<Draft | undefined> {
    if (!/^\d{1,19}$/.test(draftId)) return undefined;
    const draft = await this.database.manager.findOneBy(Draft, { id: draftId });
    if (!draft || draft.expiresAt <= this.clock.now()) return undefined;
    const own = visitor.draftIds.includes(draft.id) || (!!visitor.account && draft.accountId === visitor.account.id);
    return own ? draft : undefined;
  }

  /** The requests this visitor has begun and not sent, the latest first. */
  async ofVisitor(visitor: Visitor): Promise<Draft[]> {
    const open = { submittedAt: IsNull(), dossierId: IsNull() };
    const drafts = await this.database.manager.find(Draft, {
      where: [
        { ...open, id: In([...visitor.draftIds]) },
        ...(visitor.account ? [{ ...open, accountId: visitor.account.id }] : []),
      ],
      order: { updatedAt: 'DESC' },
    });
    return drafts.filter((draft) => draft.expiresAt > this.clock.now());
  }

  /**
   * Keeps the answers of one page in place of those it had; other pages stay as they are.
   * Undefined when the draft is not this visitor's or was sent already.
   */
  async save(draftId: string, visitor: Visitor, page: Page, values: Answers): Promise<Draft | undefined> {
    const draft = await this.get(draftId, visitor);
    if (!draft || draft.submittedAt) return undefined;
    const rows = await this.database.query<[unknown[], number]>(
      `UPDATE draft SET answers = (answers - $2::text[]) || $3::jsonb,
         pages_done = array_append(array_remove(pages_done, $4), $4), updated_at = $5, expires_at = $6,
         account_id = coalesce(account_id, $7)
       WHERE id = $1 AND submitted_at IS NULL`,
      [
        draftId,
        allFields(page.fields).map(({ key }) => key),
        JSON.stringify(values),
        page.key,
        this.clock.now(),
        new Date(this.clock.now().getTime() + LIFETIME),
        // a draft begun before signing in moves to the account with its first change
        visitor.account?.role === 'citizen' ? visitor.account.id : null,
      ],
    );
    return rows[1] === 0 ? undefined : this.get(draftId, visitor);
  }

  /** Throws the draft and its files away. */
  async discard(draftId: string, visitor: Visitor): Promise<void> {
    const draft = await this.get(draftId, visitor);
    if (draft && !draft.submittedAt) await this.database.manager.delete(Draft, draftId);
  }

  /** Deletes drafts that nobody came back to, with their files. An answer that was sent is part of its dossier. */
  async purge(): Promise<number> {
    const expired = { expiresAt: LessThan(this.clock.now()) };
    const result = await this.database.manager.delete(Draft, [
      { ...expired, element: IsNull() },
      { ...expired, submittedAt: IsNull() },
    ]);
    return result.affected ?? 0;
  }

  private async create(
    draft: Pick<Draft, 'procedureKey' | 'formId' | 'lang'> & Omit<Partial<Draft>, 'answers'>,
    visitor: Visitor,
    answers: Answers = {},
  ): Promise<Draft> {
    const sessionId = sessionOf(visitor);
    const now = this.clock.now();
    const accountId = visitor.account?.role === 'citizen' ? visitor.account.id : null;
    const expiresAt = new Date(now.getTime() + LIFETIME);
    // `object`: TypeORM does not believe that a JSON column may hold anything
    const row: object = { ...draft, answers, accountId, createdAt: now, updatedAt: now, expiresAt };
    const result = await this.database.manager.insert(Draft, row);
    const { id } = result.identifiers[0] as { id: string };
    await this.sessions.addDraft(sessionId, id);
    return this.database.manager.findOneByOrFail(Draft, { id });
  }
}

function sessionOf({ sessionId }: Visitor): string {
  if (!sessionId) throw new Error('Expected a visitor with a session: begin things on POST.');
  return sessionId;
}
