import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AccountsService } from '../../access/accounts.service.js';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Lang } from '../../forms/lang.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { FollowedDossier } from './followed-dossier.js';

/** « Qui a consulté mon dossier » : the service, what it looked at, and when. */
@Public()
@Controller('dossiers/:reference/consultations')
export class ReadsController {
  constructor(
    private readonly followed: FollowedDossier,
    private readonly reads: ReadsService,
    private readonly accounts: AccountsService,
  ) {}

  @Get()
  async show(
    @Param('reference') reference: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.followed.find(reference, visitor, response);
    if (!found) return;
    const departments = new Map((await this.accounts.departments()).map(({ key, names }) => [key, names[lang]]));
    const reads = await this.reads.of(found.dossier.id);
    response.render('citizen/reads.njk', {
      dossier: found.dossier,
      back: `/dossiers/${found.dossier.reference}`,
      reads: reads.map((read) => ({
        ...read,
        ...(read.object === 'register' && { name: texts.text(lang, `reads.piece.${read.name ?? ''}`) }),
        who: read.body ?? departments.get(read.department) ?? texts.text(lang, `reads.role.${read.department}`),
      })),
    });
  }
}
