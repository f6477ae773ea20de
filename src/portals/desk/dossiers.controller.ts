import { Controller, Get, NotFoundException, Param, Query, Render } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { ConfidentialityService } from '../../dossiers/confidentiality.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';
import { CaseViewService } from './case-view.service.js';

/** Dossiers of the agent's departments: search, and the case. */
@Roles('agent')
@Controller('bureau/dossiers')
export class DeskDossiersController {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly reads: ReadsService,
    private readonly procedures: ProcedureCatalogue,
    private readonly caseView: CaseViewService,
    private readonly confidentiality: ConfidentialityService,
  ) {}

  @Get()
  @Render('desk/dossiers.njk')
  async search(
    @Query('q') q: string | undefined,
    @Query('essais') essais: string | undefined,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
  ) {
    const text = String(q ?? '').slice(0, 100);
    const tests = essais === '1';
    const found = await this.dossiers.search({ for: account, tests, ...(text ? { text } : {}), limit: 50 });
    return {
      text,
      tests,
      testsExist: tests || (await this.dossiers.search({ for: account, tests: true, limit: 1 })).length > 0,
      dossiers: found.map((one) => ({
        reference: one.reference,
        applicant: one.applicantName,
        procedure: this.procedures.named(one.procedureKey)?.title(lang) ?? one.procedureKey,
        status: one.publicStatus,
        submittedAt: one.submittedAt,
        confidentiality: one.confidentiality,
      })),
    };
  }

  @Get(':reference')
  @Render('desk/dossier.njk')
  async show(
    @Param('reference') reference: string,
    @Query() { fait, faux }: { fait?: string; faux?: string },
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
  ) {
    const dossier = await this.open(reference, visitor);
    const wrong = (['reason', 'clearance'] as const).find((one) => one === faux);
    return {
      case: await this.caseView.of(dossier, lang),
      agents: (await this.confidentiality.candidates(dossier)).map(({ id, name }) => ({ id, name })),
      told: { done: fait !== undefined, wrong },
    };
  }

  private async open(reference: string, visitor: Visitor): Promise<Dossier> {
    const dossier = await this.reads.open(reference, visitor, 'dossier');
    if (!dossier) throw new NotFoundException();
    return dossier;
  }
}
