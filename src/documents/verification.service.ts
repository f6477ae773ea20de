import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LimitsService, type TooMany } from '../access/limits.service.js';
import { Clock } from '../clock.js';
import { IssuedDocument, type SignatureLevel } from './document.entity.js';
import { readVerificationCode } from './verification-code.js';

/** What anybody may know who holds a document: as little as settles whether it is genuine. */
export interface VerifiedDocument {
  readonly id: string;
  /** Not the minutes of a sitting. */
  readonly ofDossier: boolean;
  readonly title: string;
  readonly number: string;
  readonly issuedAt: Date;
  readonly expiresAt?: Date;
  readonly initials: string;
  readonly birthYear?: string;
  /** What the file carries, and since when. */
  readonly signed?: { readonly level: SignatureLevel; readonly at: Date };
  /** Of the original, to compare a file with. */
  readonly sha256: string;
}

export type Verification =
  | { readonly state: 'malformed' }
  | { readonly state: 'unknown' }
  /** Made while somebody tried a procedure: it never was a document of the town. */
  | { readonly state: 'test' }
  /** It waits for its signatures, or was refused one: nobody has it from the town. */
  | { readonly state: 'unissued' }
  | { readonly state: 'too-many'; readonly wait: TooMany }
  | { readonly state: 'valid' | 'expired'; readonly document: VerifiedDocument }
  | { readonly state: 'revoked'; readonly document: VerifiedDocument; readonly at: Date }
  | { readonly state: 'replaced'; readonly document: VerifiedDocument; readonly at: Date; readonly by: string };

/** Says to anybody whether a document is genuine and still stands. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly limits: LimitsService,
  ) {}

  async verify(typed: string, address: string): Promise<Verification> {
    const code = readVerificationCode(typed);
    // a typing error costs nothing: the check character gives it away without looking anything up
    if (!code) return { state: 'malformed' };
    const wait = await this.limits.spend('verify-address', address);
    if (wait) return { state: 'too-many', wait };
    const row = await this.database.manager.findOneBy(IssuedDocument, { verificationCode: code });
    if (!row) return { state: 'unknown' };
    if (row.test) return { state: 'test' };
    await this.database.manager.increment(IssuedDocument, { id: row.id }, 'verifications', 1);
    if (row.status === 'pending' || row.status === 'refused') return { state: 'unissued' };
    const document = visible(row);
    if (row.status === 'revoked') return { state: 'revoked', document, at: row.endedAt! };
    if (row.status === 'replaced') {
      const successor = await this.database.manager.findOneByOrFail(IssuedDocument, { id: row.replacedBy! });
      return { state: 'replaced', document, at: row.endedAt!, by: successor.number };
    }
    const expired = row.expiresAt !== null && row.expiresAt <= this.clock.now();
    return { state: expired ? 'expired' : 'valid', document };
  }
}

function visible({
  id,
  dossierId,
  title,
  number,
  issuedAt,
  expiresAt,
  subjectInitials,
  subjectBirthYear,
  sha256,
  signatureLevel: level,
  signedAt: at,
}: IssuedDocument): VerifiedDocument {
  return {
    id,
    ofDossier: dossierId !== null,
    title,
    number,
    issuedAt,
    sha256,
    initials: subjectInitials,
    ...(level && at && { signed: { level, at } }),
    ...(expiresAt && { expiresAt }),
    ...(subjectBirthYear && { birthYear: subjectBirthYear }),
  };
}
