import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Secrets } from '../access/secrets.js';
import { Clock } from '../clock.js';
import type { KeyWithCertificate, Purpose } from './certificates.js';
import {
  type Answer,
  type Credential,
  type SignatureOrder,
  SignatureProvider,
  type Signer,
} from './signature-provider.js';
import { SigningKey } from './signing-key.entity.js';

const PURPOSE = 'signing-key';
const ORGANISATION = 'Beffroi TEST, sans valeur juridique';
const AUTHORITY = 'authority';

/** The libraries behind it are large: they are loaded with the first key. */
const certificates = () => import('./certificates.js');

/**
 * A certification authority of our own, for demonstrations and tests: it makes keys as they are needed and keeps them in the
 * database, sealed with the town's secret. Every certificate says TEST, and nobody outside trusts it.
 */
@Injectable()
export class TestProvider extends SignatureProvider {
  readonly kind = 'test';
  private readonly known = new Map<string, KeyWithCertificate>();

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {
    super();
  }

  async credential(signer: Signer): Promise<Credential> {
    const [id, name] = signer.kind === 'town' ? ['seal', 'Sceau de la Ville'] : [signer.accountId, signer.name];
    const { certificate } = await this.key(id, `TEST ${name}`, 'signature');
    return { id, chain: [certificate, await this.root()] };
  }

  async sign({ credential, attributes }: SignatureOrder): Promise<Answer> {
    const { privateKey } = await this.key(credential.id, '', 'signature');
    const { signWithKey } = await certificates();
    return { signature: signWithKey(privateKey, attributes) };
  }

  async timeStamp(signature: Buffer): Promise<Buffer> {
    const key = await this.key('time-stamp', 'TEST Horodatage', 'time-stamp');
    const imprint = createHash('sha256').update(signature).digest();
    const { timeStamp } = await import('./time-stamp.js');
    return timeStamp(imprint, this.clock.now(), key, [await this.root()]);
  }

  /** The certificate that vouches for all others, DER. */
  async root(): Promise<Buffer> {
    return (await this.key(AUTHORITY, 'TEST Autorité de certification', 'authority')).certificate;
  }

  private async key(id: string, commonName: string, purpose: Purpose): Promise<KeyWithCertificate> {
    const key = this.known.get(id) ?? (await this.stored(id)) ?? (await this.make(id, commonName, purpose));
    this.known.set(id, key);
    return key;
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
    const issuer =
      purpose === 'authority' ? undefined : await this.key(AUTHORITY, 'TEST Autorité de certification', 'authority');
    const now = this.clock.now();
    const { makeCertificate } = await certificates();
    const made = makeCertificate({ commonName, organisation: ORGANISATION, purpose, now, ...(issuer && { issuer }) });
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
}
