import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Query,
  Redirect,
  Render,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { ABSENCE_PROBLEMS, AbsencesService } from '../../access/absences.service.js';
import type { Account } from '../../access/account.entity.js';
import { AccountsService } from '../../access/accounts.service.js';
import { type Member, OrganisationService, STAFF_ROLES } from '../../access/organisation.service.js';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { CONFIDENTIALITY } from '../../forms/confidentiality.js';
import { LANGS } from '../../forms/lang.js';
import { dayInTown } from './town-days.js';

interface MemberForm {
  readonly nom?: string;
  readonly courriel?: string;
  readonly role?: string;
  readonly services?: string | readonly string[];
  readonly habilitation?: string;
}

type DepartmentForm = Readonly<Record<string, string | undefined>>;

/** The town's departments and the people who work in them. */
@Roles('administrator')
@Controller('bureau/organisation')
export class OrganisationController {
  constructor(
    private readonly organisation: OrganisationService,
    private readonly accounts: AccountsService,
    private readonly absences: AbsencesService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Render('desk/organisation.njk')
  async show(@Query() { fait, faux }: { fait?: string; faux?: string }) {
    return this.view({ done: fait !== undefined, wrong: faux });
  }

  @Post('services')
  @Redirect()
  async saveDepartment(@Body() form: DepartmentForm, @CurrentUser() account: CurrentAccount) {
    const names = Object.fromEntries(LANGS.map((lang) => [lang, form[lang]]));
    const saved = await this.organisation.saveDepartment(
      form['cle'] ?? '',
      names,
      { email: form['courriel'] ?? '', head: form['chef'] ?? '' },
      account,
    );
    return back(saved ? 'fait=1' : 'faux=service');
  }

  /** The first password is shown once, to be handed over. */
  @Post('agents')
  async hire(
    @Body() form: MemberForm,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const member = await this.memberIn(form);
    const hired = member && (await this.organisation.hire(form.courriel ?? '', member, account));
    if (!hired) return response.redirect(HttpStatus.SEE_OTHER, '/bureau/organisation?faux=agent');
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('desk/organisation.njk', await this.view({ hired: { ...member, password: hired.password } }));
  }

  @Get('agents/:id')
  @Render('desk/member.njk')
  async member(
    @Param('id') id: string,
    @Query() { fait, faux }: { fait?: string; faux?: string },
    @CurrentUser() account: CurrentAccount,
  ) {
    const member = await this.open(id);
    return {
      member,
      departments: await this.accounts.departments(),
      roles: STAFF_ROLES,
      absences: await this.absences.upcoming(id),
      deputies: await this.absences.deputies(member, account),
      today: dayInTown(this.clock.now()),
      done: fait !== undefined,
      wrong: ABSENCE_PROBLEMS.find((one) => one === faux),
    };
  }

  @Post('agents/:id')
  @Redirect()
  async change(@Param('id') id: string, @Body() form: MemberForm, @CurrentUser() account: CurrentAccount) {
    const other = await this.other(id, account);
    const member = await this.memberIn(form);
    if (member) await this.organisation.change(other, member, account);
    return back(member ? 'fait=1' : 'faux=agent');
  }

  @Post('agents/:id/acces')
  @Redirect()
  async enable(@Param('id') id: string, @CurrentUser() account: CurrentAccount) {
    const other = await this.other(id, account);
    await this.organisation.enable(other, other.disabledAt !== null, account);
    return back('fait=1');
  }

  private async view(told: Record<string, unknown>) {
    const departments = await this.accounts.departments();
    return {
      ...told,
      departments,
      names: Object.fromEntries(departments.map(({ key, names }) => [key, names])),
      staff: await this.organisation.staff(),
      roles: STAFF_ROLES,
      changes: await this.organisation.changes(),
    };
  }

  private async open(id: string): Promise<Account> {
    const member = await this.organisation.member(id);
    if (!member) throw new NotFoundException();
    return member;
  }

  /** Nobody changes their own rights: the last administrator could lock everybody out. */
  private async other(id: string, { id: own }: CurrentAccount): Promise<Account> {
    const member = await this.open(id);
    if (member.id === own) throw new ForbiddenException('Ask another administrator.');
    return member;
  }

  private async memberIn({ nom, role, services, habilitation }: MemberForm): Promise<Member | undefined> {
    const known = (await this.accounts.departments()).map(({ key }) => key);
    const departments = [services ?? []].flat().filter((key) => known.includes(key));
    const as = STAFF_ROLES.find((one) => one === role);
    const name = typeof nom === 'string' ? nom.trim().slice(0, 100) : '';
    if (!as || !name || (as === 'agent' && departments.length === 0)) return undefined;
    const clearance = CONFIDENTIALITY.find((one) => one === habilitation) ?? 'normal';
    return { name, role: as, departments: as === 'agent' ? departments : [], clearance };
  }
}

function back(told: string): { url: string; statusCode: number } {
  return { url: `/bureau/organisation?${told}`, statusCode: HttpStatus.SEE_OTHER };
}
