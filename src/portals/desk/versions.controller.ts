import { Body, Controller, Get, HttpStatus, Param, Post, Query, Redirect, Render } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { VersionMovesService } from '../../dossiers/version-moves.service.js';
import type { Lang } from '../../forms/lang.js';
import { differenceOf } from '../../procedures/life-cycle/differences.js';
import { VersionsService } from '../../procedures/life-cycle/versions.service.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { changedFiles, marksOf } from './changed-files.js';
import { modelPicture } from './model-picture.js';
import { planIn } from './move-plan.js';
import { ProcedureVersionsView } from './procedure-versions.service.js';

interface Pair {
  readonly de?: string;
  readonly a?: string;
}

interface Moved extends Pair {
  readonly noms?: string;
  readonly motif?: string;
  readonly fait?: string;
  readonly restent?: string;
  readonly faux?: string;
}

/** Two versions of a procedure: in what they differ, and whether running cases can go from one to the other. */
@Roles('administrator', 'analyst')
@Controller('bureau/demarches/:key')
export class VersionsController {
  constructor(
    private readonly view: ProcedureVersionsView,
    private readonly versions: VersionsService,
    private readonly moves: VersionMovesService,
  ) {}

  @Get('difference')
  @Render('desk/version-difference.njk')
  async difference(@Param('key') key: string, @Query() { de, a }: Pair, @PageLang() lang: Lang) {
    const [older, newer] = await this.view.pair(key, de, a);
    const files = await Promise.all([older, newer].map(({ id }) => this.versions.files(id)));
    const { changes, before, after } = await differenceOf(key, files[0]!, files[1]!);
    const procedure = await this.versions.procedure(newer.id);
    const picture = (xml: string | undefined, number: number) =>
      xml === undefined ? undefined : modelPicture(xml, marksOf(changes), `${procedure.title(lang)} ${number}`);
    return {
      key,
      title: procedure.title(lang),
      older,
      newer,
      files: changedFiles(changes, lang),
      // a model that is the same is not worth two pictures
      before: before === after ? undefined : await picture(before, older.number),
      after: before === after ? undefined : await picture(after, newer.number),
    };
  }

  /** What would happen; nothing does. */
  @Get('reprise')
  @Render('desk/version-move.njk')
  async preview(@Param('key') key: string, @Query() address: Moved, @PageLang() lang: Lang) {
    const [from, to] = await this.view.pair(key, address.de, address.a);
    const procedure = await this.versions.procedure(to.id);
    const isPossible = from.definitionId !== null && to.definitionId !== null && from.id !== to.id;
    const cases = isPossible ? await this.moves.preview({ from, to, plan: planIn(address.noms) }) : [];
    const name = (element: string | undefined): string | undefined => {
      const known = element === undefined ? undefined : procedure.element(element)?.name;
      return element === undefined ? undefined : procedure.elementName(lang, element, known ?? element);
    };
    return {
      key,
      title: procedure.title(lang),
      from,
      to,
      isPossible,
      names: address.noms ?? '',
      onlyWords: from.definitionId === to.definitionId,
      cases: cases.map((one) => ({
        ...one,
        changes: one.changes.map(({ from: left, to: next }) => ({ from: name(left), to: name(next) })),
      })),
      able: cases.filter(({ problems }) => problems.length === 0).length,
      moved: address.fait,
      stayed: address.restent,
      wrong: address.faux !== undefined,
    };
  }

  @Post('reprise')
  @Redirect()
  async move(@Param('key') key: string, @Body() { de, a, noms, motif }: Moved, @CurrentUser() account: CurrentAccount) {
    const [from, to] = await this.view.pair(key, de, a);
    const back = (told: Record<string, string>) => ({
      url: `/bureau/demarches/${key}/reprise?${new URLSearchParams({ de: String(de), a: String(a), ...told }).toString()}`,
      statusCode: HttpStatus.SEE_OTHER,
    });
    const reason = typeof motif === 'string' ? motif.trim().slice(0, 500) : '';
    if (!reason || from.definitionId === null || to.definitionId === null)
      return back({ faux: 'motif', noms: String(noms ?? '') });
    const { moved, stayed } = await this.moves.move({ from, to, plan: planIn(noms) }, reason, agentOf(account));
    return back({ fait: String(moved), restent: String(stayed) });
  }
}
