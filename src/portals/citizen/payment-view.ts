import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock.js';
import { Config } from '../../config.js';
import type { Lang } from '../../forms/lang.js';
import { iban as ibanFormat } from '../../forms/formats/iban.js';
import { amountText } from '../../payments/amounts.js';
import { AttemptsService } from '../../payments/attempts.service.js';
import { epcPicture, type Transfer } from '../../payments/epc-qr.js';
import { writeInvitation } from '../../payments/invitation.js';
import type { Payment } from '../../payments/payment.entity.js';
import { isOpen } from '../../payments/payment-states.js';
import { showCommunication } from '../../payments/structured-communication.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';

/** A payment as whoever pays it sees it. */
@Injectable()
export class PaymentView {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly catalogue: ProcedureCatalogue,
    private readonly attempts: AttemptsService,
  ) {}

  async of(payment: Payment, lang: Lang) {
    const { amountCents, communication, procedureKey } = payment;
    const transfer = this.transfer(payment);
    return {
      payment,
      amount: amountText(amountCents, lang),
      procedure: { title: this.catalogue.named(procedureKey)?.title(lang) ?? procedureKey },
      open: isOpen(payment.state),
      online: await this.attempts.isOffered(payment),
      transfer: transfer && {
        holder: transfer.holder,
        bic: transfer.bic,
        iban: ibanFormat.show(transfer.iban),
        communication: showCommunication(communication),
        picture: await epcPicture(transfer),
      },
    };
  }

  /** The invitation to pay, on paper; none when it cannot be paid by transfer any more. */
  async invitation(payment: Payment): Promise<Buffer | undefined> {
    const transfer = this.transfer(payment);
    if (!transfer) return undefined;
    const { reference, title } = {
      reference: payment.dossierReference,
      title: this.catalogue.named(payment.procedureKey)?.title('fr') ?? payment.procedureKey,
    };
    return writeInvitation({ transfer, reference, title, issuedAt: this.clock.now(), demo: this.config.demo });
  }

  private transfer({ state, amountCents, communication }: Payment): Transfer | undefined {
    const { paymentIban: iban, paymentBic: bic, paymentHolder: holder } = this.config;
    if (!iban || !isOpen(state)) return undefined;
    return { iban, holder, amountCents, communication, ...(bic && { bic }) };
  }
}
