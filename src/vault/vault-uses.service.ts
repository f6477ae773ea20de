import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Visitor } from '../access/visitor.js';
import { Clock } from '../clock.js';
import { AttachmentsService } from '../dossiers/attachments.service.js';
import type { Draft } from '../dossiers/draft.entity.js';
import type { Field, FieldError } from '../forms/form.js';
import { asSent, VaultService } from './vault.service.js';

/** A document that can be given with a request. */
export interface Offered {
  readonly id: string;
  readonly fileName: string;
  readonly kind: string;
}

/** Documents of the vault given with a request: each time their owner says so, and a copy goes. */
@Injectable()
export class VaultUses {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly vault: VaultService,
    private readonly attachments: AttachmentsService,
  ) {}

  /** What a visitor may give; nothing without an account, and nothing whose validity is over. */
  async offered({ account }: Visitor): Promise<Offered[]> {
    if (account?.role !== 'citizen') return [];
    const today = this.today();
    const all = await this.vault.list(account.id);
    return all.filter(({ validUntil }) => !validUntil || validUntil >= today);
  }

  /** The visitor agrees that the document is used for this request. It is checked as if it were sent now. */
  async give(
    draft: Draft,
    field: Field,
    documentId: string,
    visitor: Visitor,
  ): Promise<{ readonly error: FieldError } | undefined> {
    const gone = { error: { field: field.key, message: 'vault.gone' } };
    if (!(await this.offered(visitor)).some(({ id }) => id === documentId)) return gone;
    const document = await this.vault.open(visitor.account!.id, documentId);
    if (!document) return gone;
    const kept = await this.attachments.attach(draft, field, asSent(document.fileName, document.content));
    if ('error' in kept) return kept;
    await this.database.query(
      'INSERT INTO vault_use (attachment_id, vault_document_id, agreed_at) VALUES ($1, $2, $3)',
      [kept.attachment.id, documentId, this.clock.now()],
    );
    return undefined;
  }

  private today(): string {
    return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(this.clock.now());
  }
}
