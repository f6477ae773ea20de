import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../access/visitor.js';
import { IdentitiesService } from '../../accounts/identities.service.js';
import type { Identity } from '../../accounts/identity.entity.js';
import type { Draft } from '../../dossiers/draft.entity.js';
import { allFields } from '../../dossiers/roles.js';
import type { FieldError, Page } from '../../forms/form.js';
import { type Prefilled, PrefillService } from '../../registers/prefill.service.js';
import { type Offered, VaultUses } from '../../vault/vault-uses.service.js';

/** What the owner of an account need not type or send again. */
export interface Known {
  /** Of a citizen who was vouched for. */
  readonly identity: Identity | null;
  /** What the national register says, where the page asks for it. */
  readonly register: Prefilled;
  /** Documents they may give again, where the page asks for files. */
  readonly vault: readonly Offered[];
}

/** What the town knows of whoever fills a form, for one page of it. */
@Injectable()
export class KnownOfVisitor {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly prefill: PrefillService,
    private readonly vault: VaultUses,
  ) {}

  /** Without a page nothing is asked of a register. */
  async of(visitor: Visitor, shown?: Page, page = shown): Promise<Known> {
    const { account } = visitor;
    const fields = allFields(page?.fields ?? []);
    return {
      identity: account?.role === 'citizen' ? await this.identities.ofAccount(account.id) : null,
      register: shown && asksForAddress(shown) ? await this.prefill.of(account) : {},
      vault: fields.some(({ type }) => type === 'filepicker') ? await this.vault.offered(visitor) : [],
    };
  }

  /** The document of the vault that was chosen beside a question; what speaks against it. */
  async give(draft: Draft, page: Page, key: string, document: unknown, visitor: Visitor): Promise<FieldError[]> {
    const field = allFields(page.fields).find((one) => one.type === 'filepicker' && one.key === key);
    const refused = field && (await this.vault.give(draft, field, String(document), visitor));
    return refused ? [refused.error] : [];
  }
}

/** A register is asked for nothing that the page has no question for. */
function asksForAddress({ fields }: Page): boolean {
  return allFields(fields).some(({ properties }) => properties['commune:role'] === 'applicant.street');
}
