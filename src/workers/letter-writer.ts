import { Injectable } from '@nestjs/common';
import type { Variables } from '#engine';
import type { Lang } from '../forms/lang.js';
import { withPicture } from '../mail/letter.js';
import { MessageWriter } from '../mail/message-writer.js';
import { PaymentCodes } from '../payments/payment-codes.service.js';
import type { Procedure } from '../procedures/procedure.js';

/** Messages of procedures, with the code for banking apps when they ask for money. */
@Injectable()
export class LetterWriter {
  constructor(
    private readonly messages: MessageWriter,
    private readonly codes: PaymentCodes,
  ) {}

  async write(procedure: Procedure, template: string, lang: Lang, variables: Variables) {
    const message = this.messages.write(procedure, template, lang, variables);
    const code = await this.codes.in(message.text, lang);
    return code ? { ...message, html: withPicture(message.html, code) } : message;
  }
}
