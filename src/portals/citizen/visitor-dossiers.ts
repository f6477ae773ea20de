import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../access/visitor.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Payment } from '../../payments/payment.entity.js';
import { isOpen } from '../../payments/payment-states.js';
import { PaymentsService } from '../../payments/payments.service.js';

/** What a visitor has going on with the town, with or without an account. */
@Injectable()
export class VisitorDossiers {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly payments: PaymentsService,
  ) {}

  /** Those of the account, and those this browser may follow by their code. */
  async of({ account, grants }: Pick<Visitor, 'account' | 'grants'>): Promise<Dossier[]> {
    const own = account?.role === 'citizen' ? await this.dossiers.ofAccount(account.id) : [];
    const followed = await this.dossiers.byIds(grants.map(({ dossierId }) => dossierId));
    return [...own, ...followed.filter((one) => !own.some(({ id }) => id === one.id))];
  }

  /** What they still have to pay, oldest first. */
  async toPay(visitor: Pick<Visitor, 'account' | 'grants'>): Promise<Payment[]> {
    const payments = await this.payments.ofDossiers((await this.of(visitor)).map(({ id }) => id));
    return payments.filter(({ state }) => isOpen(state)).reverse();
  }
}
