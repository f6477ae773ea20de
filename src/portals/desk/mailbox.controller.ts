import { Controller, Get, NotFoundException, Param, Render, Res } from '@nestjs/common';
import type { Response } from 'express';
import { maySee } from '../../access/confidential-cases.js';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Config } from '../../config.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import { MailService } from '../../mail/mail.service.js';
import type { MailMessage } from '../../mail/mail-message.entity.js';
import { SmsService } from '../../notifications/sms.service.js';
import { linkified } from './linkified.js';

/**
 * Nothing in an e-mail may run or load anything (`default-src 'none'`), and its frame is nobody's origin.
 * `allow-scripts` runs nothing here: it lets accessibility checkers look into the frame.
 */
const MAIL_POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox";

/**
 * The local mailbox: what the town wrote. Agents see what concerns the dossiers of their departments, an administrator
 * everything; neither what is too confidential for them.
 */
@Roles('agent', 'administrator')
@Controller('bureau/courriels')
export class MailboxController {
  constructor(
    private readonly config: Config,
    private readonly mail: MailService,
    private readonly dossiers: DossiersService,
    private readonly reads: ReadsService,
    private readonly sms: SmsService,
  ) {}

  @Get()
  @Render('desk/mailbox.njk')
  async list(@CurrentUser() account: CurrentAccount) {
    const messages = await this.mail.mailbox({ limit: 200 });
    const visible = await Promise.all(messages.map((message) => this.mayRead(message, account)));
    // they may carry codes: only an administrator helps out with them
    const sms = account.role === 'administrator' ? await this.sms.latest() : [];
    return { messages: messages.filter((_, index) => visible[index]), local: !this.config.smtpUrl, sms };
  }

  @Get(':id')
  @Render('desk/mail.njk')
  async show(@Param('id') id: string, @CurrentUser() account: CurrentAccount) {
    const { message, dossier } = await this.read(id, account);
    return { message, lines: linkified(message.text), reference: dossier?.reference, mailLang: dossier?.lang };
  }

  @Get(':id/html')
  async html(
    @Param('id') id: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const { message } = await this.read(id, account);
    const html = message.html.replace('<head>', '<head><base target="_blank">');
    response.set('Content-Security-Policy', MAIL_POLICY).type('html').send(html);
  }

  /** That it was read is written down, whichever way. */
  private async read(id: string, account: CurrentAccount) {
    const message = await this.open(id, account);
    const dossier = message.dossierId ? await this.dossiers.byId(message.dossierId) : null;
    if (dossier) await this.reads.record([dossier], account, 'mail', message.subject);
    return { message, dossier };
  }

  private async open(id: string, account: CurrentAccount): Promise<MailMessage> {
    const message = /^\d{1,19}$/.test(id) ? await this.mail.get(id) : null;
    if (!message || !(await this.mayRead(message, account))) throw new NotFoundException();
    return message;
  }

  /** What belongs to no dossier may hold somebody's key to a draft: only an administrator helps out with it. */
  private async mayRead({ dossierId }: MailMessage, account: CurrentAccount): Promise<boolean> {
    const isAdministrator = account.role === 'administrator';
    const dossier = dossierId ? await this.dossiers.byId(dossierId) : null;
    if (!dossier) return isAdministrator;
    return maySee(account, dossier) && (isAdministrator || account.departments.includes(dossier.department));
  }
}
