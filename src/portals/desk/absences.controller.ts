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
import { ABSENCE_PROBLEMS, type AbsenceProblem, AbsencesService } from '../../access/absences.service.js';
import { OrganisationService } from '../../access/organisation.service.js';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { dayInTown } from './town-days.js';

interface AbsenceForm {
  readonly remplacant?: string;
  readonly du?: string;
  readonly au?: string;
  readonly acte?: string;
}

/** Who is away, and who stands in: an agent names a colleague, an administrator anybody for anybody. */
@Controller('bureau')
export class AbsencesController {
  constructor(
    private readonly absences: AbsencesService,
    private readonly organisation: OrganisationService,
    private readonly clock: Clock,
  ) {}

  @Roles('agent')
  @Get('absences')
  @Render('desk/absences.njk')
  async own(@CurrentUser() account: CurrentAccount, @Query() { fait, faux }: { fait?: string; faux?: string }) {
    const own = { id: account.id, departments: [...(account.ownDepartments ?? account.departments)] };
    return {
      absences: await this.absences.upcoming(account.id),
      deputies: await this.absences.deputies(own, account),
      standsInFor: account.standsInFor ?? [],
      today: dayInTown(this.clock.now()),
      done: fait !== undefined,
      wrong: ABSENCE_PROBLEMS.find((one) => one === faux),
    };
  }

  @Roles('agent')
  @Post('absences')
  @Redirect()
  async nameOwn(@Body() form: AbsenceForm, @CurrentUser() account: CurrentAccount) {
    const own = { ...account, departments: [...(account.ownDepartments ?? account.departments)] };
    return back('/bureau/absences', await this.absences.name(own, read(form), account));
  }

  @Roles('administrator')
  @Post('organisation/agents/:id/absences')
  @Redirect()
  async name(@Param('id') id: string, @Body() form: AbsenceForm, @CurrentUser() account: CurrentAccount) {
    const member = await this.organisation.member(id);
    if (member?.role !== 'agent') throw new NotFoundException();
    return back(`/bureau/organisation/agents/${id}`, await this.absences.name(member, read(form), account));
  }

  @Roles('agent', 'administrator')
  @Post('absences/:id/fin')
  @Redirect()
  async end(@Param('id') id: string, @CurrentUser() account: CurrentAccount) {
    const ended = /^\d{1,19}$/.test(id) && (await this.absences.end(id, account));
    if (!ended) throw new NotFoundException();
    return back(account.role === 'administrator' ? '/bureau/organisation' : '/bureau/absences', undefined);
  }
}

function read({ remplacant = '', du = '', au = '', acte = '' }: AbsenceForm) {
  const act = acte.trim().slice(0, 200);
  return { deputy: remplacant, firstDay: du, lastDay: au, ...(act && { act }) };
}

function back(page: string, problem: AbsenceProblem | undefined): { url: string; statusCode: number } {
  return { url: `${page}?${problem ? `faux=${problem}` : 'fait=1'}`, statusCode: HttpStatus.SEE_OTHER };
}
