import { Body, Controller, Get, HttpStatus, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { phone as phoneFormat } from '../../forms/formats/phone.js';
import { ChoicesService } from '../../notifications/choices.service.js';
import { PhonesService } from '../../notifications/phones.service.js';
import { SmsService } from '../../notifications/sms.service.js';
import { type NotificationTopic, readChoice, TOPICS, WAYS } from '../../notifications/topics.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';

const DONE = ['choices', 'phone', 'forgotten'] as const;

/** How the owner of an account wants to be told, and by which telephone. */
@Roles('citizen')
@Controller('mon-compte/preferences')
export class PreferencesController {
  constructor(
    private readonly choices: ChoicesService,
    private readonly phones: PhonesService,
    private readonly sms: SmsService,
  ) {}

  @Get()
  async show(
    @CurrentUser() account: CurrentAccount,
    @Query('fait') done: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    response.render('citizen/preferences.njk', {
      ...(await this.view(account)),
      done: DONE.find((one) => one === done),
    });
  }

  @Post()
  @Redirect('/mon-compte/preferences?fait=choices', HttpStatus.SEE_OTHER)
  async choose(@Body() body: Record<string, unknown>, @CurrentUser() { id }: CurrentAccount): Promise<void> {
    const chosen = TOPICS.map((topic) => [topic, readChoice(topic, body[topic], body[`sms-${topic}`])]);
    await this.choices.choose(id, Object.fromEntries(chosen) as Parameters<ChoicesService['choose']>[1]);
  }

  @Post('telephone')
  async begin(
    @Body() { telephone }: { telephone?: unknown },
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const typed = typeof telephone === 'string' ? telephone.slice(0, 40) : '';
    const outcome = await this.phones.begin(account.id, typed, lang);
    if (outcome === 'sent') return response.redirect(HttpStatus.SEE_OTHER, '/mon-compte/preferences#code');
    await this.refuse(response, account, lang, { key: `phone.${outcome}`, field: 'telephone', typed });
  }

  @Post('code')
  async prove(
    @Body() { code }: { code?: unknown },
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const outcome = await this.phones.prove(account.id, typeof code === 'string' ? code.slice(0, 20) : '');
    if (outcome === 'proved') return response.redirect(HttpStatus.SEE_OTHER, '/mon-compte/preferences?fait=phone');
    await this.refuse(response, account, lang, { key: `code.${outcome}`, field: 'code' });
  }

  @Post('oublier')
  @Redirect('/mon-compte/preferences?fait=forgotten', HttpStatus.SEE_OTHER)
  async forget(@CurrentUser() { id }: CurrentAccount): Promise<void> {
    await this.phones.forget(id);
  }

  private async refuse(
    response: Response,
    account: CurrentAccount,
    lang: Lang,
    { key, field, typed }: { key: string; field: string; typed?: string },
  ): Promise<void> {
    const many = key.endsWith('too-many');
    const text = texts.text(lang, `news.preferences.${key}`);
    response.status(many ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.UNPROCESSABLE_ENTITY);
    const view = { ...(await this.view(account)), typed };
    response.render('citizen/preferences.njk', {
      ...view,
      errors: [{ text, href: `#${field}` }],
      wrong: { [field]: text },
    });
  }

  private async view({ id, email }: CurrentAccount) {
    const [choices, phone] = [await this.choices.all(id), await this.phones.of(id)];
    return {
      topics: TOPICS.map((topic: NotificationTopic) => ({ key: topic, ...choices[topic], fixed: topic === 'law' })),
      ways: WAYS,
      email,
      phone: phone && { ...phone, shown: phoneFormat.show(phone.phone) },
      local: this.sms.isLocal,
    };
  }
}
