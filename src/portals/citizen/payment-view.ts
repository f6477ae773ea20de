import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock.js';
import { Config } from '../../config.js';
import type { Lang } from '../../forms/lang.js';
import { iban as ibanFormat } from '../../forms/formats/iban.js';
import { amountText } from '../../payments/amounts.js';
import { AttemptsService } from '../../payments/attempts.service.js';
import type { PaymentBasket } from '../../payments/basket.entity.js';
import { epcPicture, type Transfer } from '../../payments/epc-qr.js';
import { writeInvitation } from '../../payments/invitation.js';
import type { Payment } from '../../payments/payment.entity.js';
import { isOpen } from '../../payments/payment-states.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { showCommunication } from '../../payments/structured-communication.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { paymentRow } from './payment-row.js';

/** A payment as whoever pays it sees it. */
@Injectable()
export class PaymentView {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly catalogue: ProcedureCatalogue,
    private readonly attempts: AttemptsService,
    private readonly payments: PaymentsService,
  ) {}

  async of(payment: Payment, lang: Lang) {
    const open = isOpen(payment.state);
    return {
      payment,
      procedure: { title: this.title(payment, lang) },
      amount: amountText(payment.amountCents, lang),
      open,
      online: open && (await this.attempts.isOffered({ paymentId: payment.id })),
      transfer: open ? await this.shown(payment) : undefined,
    };
  }

  /** Several at once: what of them is still to be paid, together. */
  async ofBasket({ id: basketId, token, communication }: PaymentBasket, lang: Lang) {
    const payments = [];
    for (const id of await this.payments.idsOf({ basketId })) payments.push((await this.payments.byId(id))!);
    const toPay = payments.filter(({ state }) => isOpen(state));
    const amountCents = toPay.reduce((sum, one) => sum + one.amountCents, 0);
    const open = toPay.length > 0;
    return {
      token,
      rows: payments.map((one) => ({ ...paymentRow(one, lang), title: this.title(one, lang) })),
      amount: amountText(amountCents, lang),
      open,
      paid: payments.every(({ state }) => state === 'paid' || state === 'refunded'),
      pending: toPay.some(({ state }) => state === 'pending'),
      failed: toPay.some(({ state }) => state === 'failed'),
      online: open && (await this.attempts.isOffered({ basketId })),
      transfer: open ? await this.shown({ amountCents, communication }) : undefined,
    };
  }

  /** The invitation to pay, on paper; none when it cannot be paid by transfer any more. */
  async invitation(payment: Payment): Promise<Buffer | undefined> {
    const transfer = isOpen(payment.state) && this.transfer(payment);
    if (!transfer) return undefined;
    const { dossierReference: reference } = payment;
    const title = this.title(payment, 'fr');
    return writeInvitation({ transfer, reference, title, issuedAt: this.clock.now(), demo: this.config.demo });
  }

  private title({ procedureKey }: Payment, lang: Lang): string {
    return this.catalogue.named(procedureKey)?.title(lang) ?? procedureKey;
  }

  private async shown(wanted: Wanted) {
    const transfer = this.transfer(wanted);
    return (
      transfer && {
        holder: transfer.holder,
        bic: transfer.bic,
        iban: ibanFormat.show(transfer.iban),
        communication: showCommunication(transfer.communication),
        picture: await epcPicture(transfer),
      }
    );
  }

  private transfer({ amountCents, communication }: Wanted): Transfer | undefined {
    const { paymentIban: iban, paymentBic: bic, paymentHolder: holder } = this.config;
    return iban ? { iban, holder, amountCents, communication, ...(bic && { bic }) } : undefined;
  }
}

type Wanted = Pick<Payment, 'amountCents' | 'communication'>;
