import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Secrets } from '../access/secrets.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import type { KeyWithCertificate, Purpose, StatusAddresses } from './certificates.js';
import type { Revoked } from './revocation-list.js';
import { SigningKey } from './signing-key.entity.js';

const PURPOSE = 'signing-key';
const ORGANISATION = 'Beffroi TEST, sans valeur juridique';
const NAME = 'TEST Autorité de certification';
const ROOT = 'authority';
/** What is said of a certificate is good for so long. */
const GOOD_FOR_MILLISECONDS = 24 * 3_600_000;

/** The libraries behind it are large: they are loaded with the first key. */
const certificates = () => import('./certificates.js');
const statuses = () => import('./certificate-status.js');
const lists = () => import('./revocation-list.js');
const time = () => import('./time-stamp.js');

/**
 * A certification authority of our own, for demonstrations and tests: it makes keys as they are needed and keeps them in the
 * database, sealed with the town's secret. It answers for its certificates (CRL, OCSP) and says what time it is (RFC 3161).
 * Every certificate says TEST, and nobody outside trusts it.
 */
@Injectable()
export class TestAuthority {
  private readonly known = new Map<string, KeyWithCertificate>();

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly config: Config,
  ) {}

  /** The certificate that vouches for all others, DER. */
  async root(): Promise<Buffer> {
    return (await this.rootKey()).certificate;
  }

  /** `id`: of an account, or a name of ours. Made when it is first wanted. */
  async key(id: string, commonName: string, purpose: Purpose): Promise<KeyWithCertificate> {
    const key = this.known.get(id) ?? (await this.stored(id)) ?? (await this.make(id, commonName, purpose));
    this.known.set(id, key);
    return key;
  }

  /** About single certificates (OCSP, RFC 6960); request and answer in DER. */
  async answer(request: Buffer): Promise<Buffer> {
    const root = await this.rootKey();
    const all = await this.issued();
    const known = (serialNumber: string): Promise<'good' | { revokedAt: Date } | undefined> => {
      const one = all.find((issued) => issued.serialNumber === serialNumber);
      return Promise.resolve(one && (one.revokedAt ? { revokedAt: one.revokedAt } : 'good'));
    };
    const { statusAnswer } = await statuses();
    return statusAnswer(request, root, { ...this.period(), known });
  }

  /** Those that were taken back (CRL, RFC 5280), DER: of people who work here no more. */
  async list(): Promise<Buffer> {
    const { makeRevocationList } = await lists();
    const revoked: Revoked[] = [];
    for (const { serialNumber, revokedAt } of await this.issued())
      if (revokedAt) revoked.push({ serialNumber, at: revokedAt });
    return makeRevocationList({ ...this.period(), revoked }, await this.rootKey());
  }

  /** A time-stamp token about a digest (SHA-256). */
  async timeStamp(digest: Buffer): Promise<Buffer> {
    const { timeStamp } = await time();
    return timeStamp(digest, { at: this.clock.now(), authority: await this.timeKey(), chain: [await this.root()] });
  }

  /** The same as others ask for it over the web (RFC 3161, 3.4); request and answer in DER. */
  async timeStampAnswer(request: Buffer): Promise<Buffer> {
    const { timeStampAnswer } = await time();
    const authority = await this.timeKey();
    return timeStampAnswer(request, { at: this.clock.now(), authority, chain: [await this.root()] });
  }

  private timeKey(): Promise<KeyWithCertificate> {
    return this.key('time-stamp', 'TEST Horodatage', 'time-stamp');
  }

  private rootKey(): Promise<KeyWithCertificate> {
    return this.key(ROOT, NAME, 'authority');
  }

  private period(): { at: Date; until: Date } {
    const at = this.clock.now();
    return { at, until: new Date(at.getTime() + GOOD_FOR_MILLISECONDS) };
  }

  private async issued(): Promise<{ serialNumber: string; revokedAt: Date | null }[]> {
    const rows = await this.database.query<{ certificate: Buffer; revokedAt: Date | null }[]>(
      `SELECT key.certificate, account.disabled_at AS "revokedAt"
       FROM signing_key key LEFT JOIN account ON key.id IN (account.id::text, 'simulator ' || account.email) WHERE key.id <> $1`,
      [ROOT],
    );
    return rows.map(({ certificate, revokedAt }) => {
      const { serialNumber } = new X509Certificate(certificate);
      return { serialNumber, revokedAt };
    });
  }

  private async stored(id: string): Promise<KeyWithCertificate | undefined> {
    const row = await this.database
      .getRepository(SigningKey)
      .createQueryBuilder('key')
      .addSelect('key.privateKey')
      .where({ id })
      .getOne();
    if (!row) return undefined;
    const privateKey = Buffer.from(this.secrets.unseal(PURPOSE, row.privateKey), 'base64');
    return { certificate: row.certificate, privateKey };
  }

  /** Of two programs that make one at once, both go on with the first. */
  private async make(id: string, commonName: string, purpose: Purpose): Promise<KeyWithCertificate> {
    const issuer = purpose === 'authority' ? undefined : await this.rootKey();
    const now = this.clock.now();
    const { makeCertificate } = await certificates();
    const vouched = issuer && { issuer, status: this.addresses() };
    const made = makeCertificate({ commonName, organisation: ORGANISATION, purpose, now, ...vouched });
    const privateKey = this.secrets.seal(PURPOSE, made.privateKey.toString('base64'));
    const { certificate } = made;
    await this.database
      .createQueryBuilder()
      .insert()
      .into(SigningKey)
      .values({ id, certificate, privateKey, createdAt: now })
      .orIgnore()
      .execute();
    return (await this.stored(id))!;
  }

  private addresses(): StatusAddresses {
    const at = `${this.config.publicUrl}/autorite-test`;
    return { list: `${at}/liste.crl`, ask: `${at}/ocsp` };
  }
}
