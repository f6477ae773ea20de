import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, Not } from 'typeorm';
import { Clock } from '../clock.js';
import type { Lang } from '../forms/lang.js';
import { standsInForSql } from './absences.service.js';
import type { Assurance } from './assurance.js';
import { Secrets } from './secrets.js';
import { type DossierGrant, Session } from './session.entity.js';
import { type Absent, type CurrentAccount, standingIn, type Visitor } from './visitor.js';

const HOUR = 3_600_000;
/** As long as a draft: somebody without an account finds it again in the same browser. */
const ANONYMOUS = 30 * 24 * HOUR;
/** A working day: then the password is asked again. */
const SIGNED_IN = 12 * HOUR;
const GRANT = 2 * HOUR;

type KnownSession = Pick<Session, 'id' | 'assurance' | 'lang' | 'draftIds' | 'grants'> & {
  readonly account: Omit<CurrentAccount, 'assurance' | 'ownDepartments' | 'standsInFor'> | null;
  /** Of an agent. */
  readonly standsInFor: readonly Absent[] | null;
};

/** `$1` hash of the cookie, `$2` now. Every page begins with it, so it is asked once: the session, whose it is, and their absent colleagues. */
const KNOWN = `SELECT session.id, session.assurance, session.lang, session.draft_ids AS "draftIds", session.grants,
    CASE WHEN account.id IS NOT NULL THEN json_build_object('id', account.id::text, 'email', account.email, 'name', account.name,
      'role', account.role, 'departments', account.departments, 'clearance', account.clearance, 'lang', account.lang,
      'firstPassword', account.first_password) END AS account,
    CASE WHEN account.role = 'agent' THEN
      (SELECT json_agg(absent) FROM (${standsInForSql('account.id', '$2')}) absent) END AS "standsInFor"
  FROM session LEFT JOIN account ON account.id = session.account_id AND account.disabled_at IS NULL
  WHERE session.token_hash = $1 AND session.expires_at > $2`;

/** Sessions: an opaque random cookie in the browser, a row here; the row knows only the cookie's hash. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  newToken(): string {
    return randomBytes(32).toString('base64url');
  }

  /** Bound to the cookie, so it needs no row and changes when the cookie does. */
  csrfToken(token: string): string {
    return this.secrets.hash('csrf', token).toString('base64url');
  }

  /** Who is behind this cookie. A cookie we do not know is a stranger with that cookie. */
  async visitor(token: string): Promise<Visitor> {
    const stranger = { csrfToken: this.csrfToken(token), draftIds: [], grants: [] };
    const now = this.clock.now();
    const [session] = await this.database.query<[KnownSession?]>(KNOWN, [hashed(token), now]);
    if (!session) return stranger;
    const { account } = session;
    return {
      ...stranger,
      sessionId: session.id,
      ...(account && {
        account: {
          ...account,
          ...standingIn(account.departments, session.standsInFor ?? []),
          assurance: session.assurance ?? 'account',
        },
      }),
      lang: session.lang ?? account?.lang,
      draftIds: session.draftIds,
      grants: session.grants.filter((grant) => new Date(grant.until) > now),
    };
  }

  /** The row of this cookie, made when there is none; one that has expired begins anew, as nobody's. Returns its id. */
  async remember(token: string): Promise<string> {
    const now = this.clock.now();
    const rows: { id: string }[] = await this.database.query(
      `INSERT INTO session AS known (token_hash, created_at, expires_at) VALUES ($1, $2, $3)
       ON CONFLICT (token_hash) DO UPDATE SET
         expires_at = CASE WHEN known.account_id IS NULL OR known.expires_at <= $2 THEN $3 ELSE known.expires_at END,
         account_id = CASE WHEN known.expires_at > $2 THEN known.account_id END,
         draft_ids = CASE WHEN known.expires_at > $2 THEN known.draft_ids ELSE '{}' END,
         grants = CASE WHEN known.expires_at > $2 THEN known.grants ELSE '[]' END
       RETURNING id`,
      [hashed(token), now, new Date(now.getTime() + ANONYMOUS)],
    );
    return rows[0]!.id;
  }

  /** From now on this session is somebody's, under a new cookie: one that was known before is worth nothing. */
  async signIn(sessionId: string, accountId: string, assurance: Assurance = 'account'): Promise<string> {
    const token = this.newToken();
    // what another account had begun in this browser is not for the next one
    await this.database.query(
      `UPDATE session SET account_id = $2, token_hash = $3, expires_at = $4, assurance = $5,
         draft_ids = CASE WHEN account_id IS NULL OR account_id = $2 THEN draft_ids ELSE '{}' END,
         grants = CASE WHEN account_id IS NULL OR account_id = $2 THEN grants ELSE '[]' END
       WHERE id = $1`,
      [sessionId, accountId, hashed(token), new Date(this.clock.now().getTime() + SIGNED_IN), assurance],
    );
    return token;
  }

  /** Forgets everything about this browser. */
  async signOut(sessionId: string): Promise<void> {
    await this.database.manager.delete(Session, sessionId);
  }

  /** The other browsers of this account have to sign in again. */
  async endOthers(accountId: string, sessionId: string): Promise<void> {
    await this.database.manager.delete(Session, { accountId, id: Not(sessionId) });
  }

  /** Every browser of this account has to sign in again. */
  async endAll(accountId: string): Promise<void> {
    await this.database.manager.delete(Session, { accountId });
  }

  async addDraft(sessionId: string, draftId: string): Promise<void> {
    await this.database.query(
      `UPDATE session SET draft_ids = array_append(array_remove(draft_ids, $2), $2) WHERE id = $1`,
      [sessionId, draftId],
    );
  }

  /** For two hours this browser may follow that dossier. */
  async grantDossier(sessionId: string, dossierId: string): Promise<void> {
    const until = new Date(this.clock.now().getTime() + GRANT).toISOString();
    const grant: DossierGrant = { dossierId, until };
    await this.database.query(`UPDATE session SET grants = grants || $2::jsonb WHERE id = $1`, [
      sessionId,
      JSON.stringify([grant]),
    ]);
  }

  async setLang(sessionId: string, lang: Lang): Promise<void> {
    await this.database.manager.update(Session, sessionId, { lang });
  }

  /** Deletes what has expired. Returns how many. */
  async purge(): Promise<number> {
    const result = await this.database.manager.delete(Session, { expiresAt: LessThan(this.clock.now()) });
    return result.affected ?? 0;
  }
}

function hashed(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
