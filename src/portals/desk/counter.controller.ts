import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Render, Res } from '@nestjs/common';
import type { Response } from 'express';
import QRCode from 'qrcode';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { Config } from '../../config.js';
import { IDENTITIES } from '../../dossiers/draft.entity.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import { SubmissionsService } from '../../dossiers/submissions.service.js';
import { displayTrackingCode } from '../../dossiers/tracking-code.js';
import { openedBy } from '../../forms/confidentiality.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { CHANNELS } from './inbox-query.js';

interface Entry {
  readonly demarche?: unknown;
  readonly canal?: unknown;
  readonly identite?: unknown;
}

/** Every channel but the portal itself. */
const ENTERED = CHANNELS.filter((channel) => channel !== 'online');

/** An agent enters a request for somebody: at the counter, by phone, from a letter or an e-mail. The same case as online. */
@Roles('agent')
@Controller('bureau/guichet')
export class CounterController {
  constructor(
    private readonly config: Config,
    private readonly procedures: ProcedureCatalogue,
    private readonly drafts: DraftsService,
    private readonly submissions: SubmissionsService,
    private readonly reads: ReadsService,
  ) {}

  @Get()
  @Render('desk/counter.njk')
  choose(@CurrentUser() account: CurrentAccount, @PageLang() lang: Lang) {
    return this.view(account, lang, {});
  }

  /** The pages are the citizen's; the draft knows who fills them in and how the request came. */
  @Post()
  async begin(
    @Body() entry: Entry,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const procedure = this.offered(account).find(({ key }) => key === entry.demarche);
    const channel = ENTERED.find((one) => one === entry.canal);
    const identity = IDENTITIES.find((one) => one === entry.identite);
    if (!procedure || !channel || !identity) {
      response.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return response.render('desk/counter.njk', this.view(account, lang, entry, true));
    }
    const form = procedure.startForm;
    const draft = await this.drafts.enter(procedure.key, form.id, { channel, identity }, { ...visitor, account });
    response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draft.id}/${form.pages[0]!.key}`);
  }

  /** The receipt, to be printed and handed over: the only place where the tracking code is seen. */
  @Get('recus/:draftId')
  @Render('desk/receipt.njk')
  async receipt(@Param('draftId') draftId: string, @CurrentVisitor() visitor: Visitor, @PageLang() lang: Lang) {
    const confirmation = await this.submissions.confirmation(draftId, visitor);
    const dossier = confirmation && (await this.reads.open(confirmation.reference, visitor, 'dossier'));
    if (!confirmation || !dossier) throw new NotFoundException();
    const code = displayTrackingCode(confirmation.trackingCode);
    const url = `${this.config.publicUrl}/suivi?code=${code}`;
    return {
      dossier,
      code,
      address: `${this.config.publicUrl}/suivi`,
      procedure: this.procedures.named(dossier.procedureKey)?.title(lang) ?? dossier.procedureKey,
      qr: await QRCode.toString(url, { type: 'svg', margin: 0 }),
    };
  }

  /** Who enters a request learns what is in it. */
  private offered({ departments, clearance }: CurrentAccount) {
    const levels = openedBy(clearance);
    return this.procedures
      .all()
      .filter(
        ({ department, facts }) =>
          departments.includes(department) && levels.includes(facts.confidentiality ?? 'normal'),
      );
  }

  private view(account: CurrentAccount, lang: Lang, entry: Entry, wrong = false) {
    const missing = (field: string, given: unknown) =>
      wrong && !given ? [{ text: texts.text(lang, `desk.counter.missing.${field}`), href: `#${field}` }] : [];
    return {
      procedures: this.offered(account).map((one) => ({ key: one.key, title: one.title(lang) })),
      channels: ENTERED,
      identities: IDENTITIES,
      entry,
      errors: [
        ...missing('demarche', entry.demarche),
        ...missing('canal', entry.canal),
        ...missing('identite', entry.identite),
      ],
    };
  }
}
