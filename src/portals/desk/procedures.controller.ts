import {
  Body,
  Controller,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Query,
  Redirect,
  Render,
} from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { LifeCycleService } from '../../procedures/life-cycle/life-cycle.service.js';
import { startOf } from '../../procedures/life-cycle/start-of.js';
import { DEEDS } from '../../procedures/life-cycle/states.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { ProcedureVersionsView } from './procedure-versions.service.js';

const LONGEST_REASON = 500;

interface Wanted {
  readonly acte?: unknown;
  readonly motif?: unknown;
  readonly des?: unknown;
}

/** The procedures with their versions: what is tried, what is offered and from when, who decided so and why. */
@Roles('administrator', 'analyst')
@Controller('bureau/demarches')
export class DeskProceduresController {
  constructor(
    private readonly view: ProcedureVersionsView,
    private readonly lifeCycle: LifeCycleService,
  ) {}

  @Get()
  @Render('desk/procedures.njk')
  async list(@PageLang() lang: Lang) {
    return { procedures: await this.view.all(lang) };
  }

  @Get(':key')
  @Render('desk/procedure.njk')
  async show(
    @Param('key') key: string,
    @Query() { fait: done, faux: wrong }: { fait?: string; faux?: string },
    @PageLang() lang: Lang,
  ) {
    const known = ['no-reason', 'not-now', 'unusable', 'date'];
    return { ...(await this.view.of(key, lang)), done: done !== undefined, wrong: known.find((one) => one === wrong) };
  }

  @Post(':key/:number')
  @Redirect()
  async ask(
    @Param('key') key: string,
    @Param('number') number: string,
    @Body() { acte, motif, des }: Wanted,
    @CurrentUser() account: CurrentAccount,
  ) {
    const [version] = await this.view.pair(key, number, number);
    const back = (told: string) => ({
      url: `/bureau/demarches/${key}?${told}#v${number}`,
      statusCode: HttpStatus.SEE_OTHER,
    });
    const deed = DEEDS.find((one) => one === acte);
    if (!deed) throw new NotFoundException();
    const from = deed === 'publish' && typeof des === 'string' && des.trim() ? startOf(des.trim()) : null;
    if (from === undefined) return back('faux=date');
    const reason = typeof motif === 'string' ? motif.trim().slice(0, LONGEST_REASON) : '';
    const wish = { deed, reason, actor: agentOf(account), ...(from && { from }) };
    const answer = await this.lifeCycle.ask(version.id, wish);
    return back('refused' in answer ? `faux=${answer.refused}` : 'fait=1');
  }
}
