import { Body, Controller, Get, HttpStatus, Param, Post, Query, Redirect, Render } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { RetentionService } from '../../retention/retention.service.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';

const AHEAD = 'P30D';
const LONGEST_REASON = 500;

/** What will be erased, and what may not be: the same list as `npm run retention -- --dry-run --ahead P30D`. */
@Roles('administrator')
@Controller('bureau/conservation')
export class RetentionController {
  constructor(
    private readonly retention: RetentionService,
    private readonly procedures: ProcedureCatalogue,
  ) {}

  @Get()
  @Render('desk/retention.njk')
  async show(@Query() { fait: done, faux: wrong }: { fait?: string; faux?: string }, @PageLang() lang: Lang) {
    const due = await this.retention.due({ ahead: AHEAD });
    const files = await this.retention.dueFiles({ ahead: AHEAD });
    const titleOf = (key: string): string => this.procedures.named(key)?.title(lang) ?? key;
    return {
      done: done !== undefined,
      wrong: wrong === undefined ? undefined : wrong === 'inconnu' ? 'unknown' : 'empty',
      due: due.map((one) => ({
        ...one,
        procedure: titleOf(one.procedureKey),
        counts: {
          attachments: one.contents['attachment'],
          documents: one.contents['document'],
          mails: one.contents['mail_message'],
        },
      })),
      count: due.filter(({ held, running }) => held === null && !running).length,
      files: files.map((one) => ({ ...one, procedure: titleOf(one.procedureKey) })),
      withoutRule: await this.retention.withoutRule(),
      holds: await this.retention.holds(),
    };
  }

  @Post('retenir')
  @Redirect()
  async hold(@Body() typed: Record<string, unknown>, @CurrentUser() account: CurrentAccount) {
    const [reference, reason] = [text(typed['numero']), text(typed['motif']).slice(0, LONGEST_REASON)];
    if (!reference || !reason) return back('faux=vide');
    return back((await this.retention.hold(reference, reason, agentOf(account))) ? 'fait=1' : 'faux=inconnu');
  }

  @Post(':id/lever')
  @Redirect()
  async release(@Param('id') id: string, @CurrentUser() account: CurrentAccount) {
    const released = /^\d{1,18}$/.test(id) && (await this.retention.release(id, agentOf(account)));
    return back(released ? 'fait=1' : 'faux=inconnu');
  }
}

function back(told: string) {
  return { url: `/bureau/conservation?${told}`, statusCode: HttpStatus.SEE_OTHER };
}

function text(typed: unknown): string {
  return typeof typed === 'string' ? typed.trim() : '';
}
