import { Controller, Get, NotFoundException, Param, Query, Render } from '@nestjs/common';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';
import { procedureCard, procedurePage } from './procedure-view.js';
import { search } from './search.js';

/** What the town offers. */
@Public()
@Controller('demarches')
export class CatalogueController {
  constructor(
    private readonly catalogue: ProcedureCatalogue,
    private readonly drafts: DraftsService,
  ) {}

  @Get()
  @Render('public/catalogue.njk')
  list(@PageLang() lang: Lang, @Query('q') q?: unknown, @Query('theme') theme?: unknown) {
    const query = typeof q === 'string' ? q.trim().slice(0, 200) : '';
    const all = this.catalogue.all().map((procedure) => procedureCard(procedure, lang));
    const categories = [...new Set(all.map(({ category }) => category))].sort();
    const chosen = categories.find((category) => category === theme);
    const found = search(chosen ? all.filter(({ category }) => category === chosen) : all, query);
    return { query, theme: chosen, categories, found, all };
  }

  @Get(':key')
  @Render('public/procedure.njk')
  async procedure(@Param('key') key: string, @PageLang() lang: Lang, @CurrentVisitor() visitor: Visitor) {
    const procedure = this.catalogue.get(key);
    if (!procedure) throw new NotFoundException();
    const [draft] = (await this.drafts.ofVisitor(visitor)).filter((one) => one.procedureKey === key);
    return { procedure: procedurePage(procedure, lang), draft };
  }
}
