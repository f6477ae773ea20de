import {
  Body,
  Controller,
  ForbiddenException,
  Headers,
  HttpCode,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Programs } from '../../access/route-rule.js';
import { Outbox } from '../../outbox/outbox.js';
import { AttemptChecks } from '../../payments/attempt-checks.service.js';
import { PaymentProvider } from '../../payments/provider.js';
import { SIGNATURE_HEADER } from '../../payments/simulator.js';

/**
 * A payment provider says that something changed. It is only written down: what changed is asked from here, server to server,
 * so that a notice that is false, old or sent ten times does nothing. The address carries a secret of its own, because the
 * notices of some providers are not signed.
 */
@Programs()
@Controller('paiements/avis')
export class PaymentNoticeController {
  constructor(
    private readonly database: DataSource,
    private readonly outbox: Outbox,
    private readonly checks: AttemptChecks,
    private readonly provider: PaymentProvider,
  ) {}

  @Post(':attempt/:token')
  @HttpCode(200)
  async hear(
    @Param('attempt') attemptId: string,
    @Param('token') token: string,
    @Body() body: { id?: unknown } | undefined,
    @Headers(SIGNATURE_HEADER) signature: string | undefined,
  ): Promise<string> {
    const attempt =
      /^\d{1,18}$/.test(attemptId) &&
      this.checks.isNoticeToken(attemptId, token) &&
      (await this.checks.byId(attemptId));
    if (!attempt) throw new NotFoundException();
    const reference = typeof body?.id === 'string' ? body.id : '';
    if (!this.provider.isGenuine({ reference, ...(signature !== undefined && { signature }) }))
      throw new ForbiddenException('This notice is not signed by the provider.');
    // the provider may be faster than the transaction in which we learn its reference
    if (attempt.reference !== null && attempt.reference !== reference) throw new NotFoundException();
    await this.database.transaction((tx) => this.outbox.append(tx, 'payment-attempt.noticed', { attemptId }));
    return '';
  }
}
