import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Config } from '../../config.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Lang } from '../../forms/lang.js';
import { amountText } from '../../payments/amounts.js';
import { CounterPayments } from '../../payments/counter.service.js';
import { LedgerService } from '../../payments/ledger.service.js';
import type { Payment } from '../../payments/payment.entity.js';
import { isOpen, PAYMENT_STATES } from '../../payments/payment-states.js';
import { showCommunication } from '../../payments/structured-communication.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { isFinance } from './finance.guard.js';

/** What is to be paid and what was: of one's own department, or of all for those who look after money. */
@Roles('agent')
@Controller('bureau/paiements')
export class DeskPaymentsController {
  constructor(
    private readonly config: Config,
    private readonly ledger: LedgerService,
    private readonly reads: ReadsService,
    private readonly counter: CounterPayments,
    private readonly catalogue: ProcedureCatalogue,
  ) {}

  @Get()
  async list(
    @Query() { q, etat }: { q?: string; etat?: string },
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const finance = isFinance(account, this.config);
    const state = PAYMENT_STATES.find((one) => one === etat);
    const found = await this.ledger.search({
      ...(finance ? {} : { for: account }),
      ...(typeof q === 'string' && { text: q.trim().slice(0, 40) }),
      ...(state && { states: [state] }),
    });
    response.render('desk/payments.njk', {
      finance,
      q: typeof q === 'string' ? q.slice(0, 40) : '',
      state,
      states: PAYMENT_STATES,
      payments: found.map((one) => ({
        ...one,
        amount: amountText(one.amountCents, lang),
        title: this.title(one.procedureKey, lang),
        communication: showCommunication(one.communication),
      })),
    });
  }

  @Get(':id')
  async show(
    @Param('id') id: string,
    @Query() { fait, faux }: { fait?: string; faux?: string },
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const payment = await this.find(id, account);
    const { dossierId, department } = payment;
    if (dossierId) await this.reads.record([{ id: dossierId, department }], account, 'dossier');
    const { monies, refunds } = await this.ledger.of(id);
    response.render('desk/payment.njk', {
      finance: isFinance(account, this.config),
      payment,
      open: isOpen(payment.state),
      amount: amountText(payment.amountCents, lang),
      communication: showCommunication(payment.communication),
      title: this.title(payment.procedureKey, lang),
      monies: monies.map((one) => ({ ...one, amount: amountText(one.amountCents, lang) })),
      refunds: refunds.map((one) => ({ ...one, amount: amountText(one.amountCents, lang) })),
      form: randomUUID(),
      done: fait !== undefined,
      wrong: faux !== undefined,
    });
  }

  /** The form's own number makes that a double click takes the money once. */
  @Post(':id/encaisser')
  async take(
    @Param('id') id: string,
    @Body() typed: { moyen?: unknown; formulaire?: unknown },
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    await this.find(id, account);
    const means = typed.moyen === 'cash' || typed.moyen === 'card' ? typed.moyen : undefined;
    const form = typeof typed.formulaire === 'string' ? typed.formulaire.slice(0, 40) : '';
    const taken = means !== undefined && (await this.counter.take(id, means, form, agentOf(account)));
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/paiements/${id}?${taken ? 'fait' : 'faux'}=1`);
  }

  private async find(id: string, account: CurrentAccount): Promise<Payment> {
    const payment = await this.ledger.byId(id);
    const may = payment && (isFinance(account, this.config) || (await this.ledger.isSeenBy(account, payment)));
    if (!may) throw new NotFoundException();
    return payment;
  }

  private title(procedureKey: string, lang: Lang): string {
    return this.catalogue.named(procedureKey)?.title(lang) ?? procedureKey;
  }
}
