import { Body, Controller, Get, HttpStatus, Post, Query, Redirect, Render } from '@nestjs/common';
import { PasswordsService } from '../../access/passwords.service.js';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { TrayService } from '../../signatures/tray.service.js';
import { PageLang } from '../views/page-lang.js';

/** What is told after a signature: words of `desk.signatures.wrong`. */
const WRONG = ['rien', 'mot-de-passe', 'trop'] as const;

interface Told {
  readonly signes?: string;
  readonly faux?: string;
  readonly refuse?: string;
}

/** The tray of a signatory: what waits for them, and the signature of all that they have seen and kept. */
@Roles('agent')
@Controller('bureau/signatures')
export class SignaturesController {
  constructor(
    private readonly tray: TrayService,
    private readonly passwords: PasswordsService,
    private readonly procedures: ProcedureCatalogue,
  ) {}

  @Get()
  @Render('desk/signatures.njk')
  async list(@CurrentUser() account: CurrentAccount, @PageLang() lang: Lang, @Query() { signes, faux, refuse }: Told) {
    const all = await this.tray.of(account.id);
    const rows = all.map((one) => ({ ...one, procedure: this.procedures.get(one.procedureKey)?.title(lang) }));
    return {
      rows,
      waiting: rows.filter(({ state }) => state === 'waiting').length,
      unseen: rows.find(({ state, seen }) => state === 'waiting' && !seen),
      seen: rows.some(({ state, seen }) => state === 'waiting' && seen),
      signed: /^\d{1,5}$/.test(signes ?? '') ? Number(signes) : undefined,
      refused: refuse !== undefined,
      wrong: WRONG.find((one) => one === faux),
    };
  }

  /** Signs all that are ticked: who is at the keyboard says the password again. */
  @Post()
  @Redirect()
  async sign(
    @Body() { documents, motDePasse }: { documents?: unknown; motDePasse?: unknown },
    @CurrentUser() account: CurrentAccount,
  ) {
    const ids = [documents ?? []].flat().filter((id): id is string => typeof id === 'string');
    if (ids.length === 0) return back('faux=rien');
    const confirmed = await this.passwords.confirm(account, typeof motDePasse === 'string' ? motDePasse : '');
    if (confirmed !== 'right') return back(confirmed === 'too-many' ? 'faux=trop' : 'faux=mot-de-passe');
    return back(`signes=${await this.tray.sign(account.id, ids)}`);
  }
}

function back(told: string): { url: string; statusCode: number } {
  return { url: `/bureau/signatures?${told}`, statusCode: HttpStatus.SEE_OTHER };
}
