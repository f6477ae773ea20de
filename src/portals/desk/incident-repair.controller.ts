import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Variables } from '#engine';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Outcome } from '../../workflow/outcome.js';
import { type BrokenElement, IncidentRepairService } from '../../workflow/incident-repair.service.js';
import { agentOf } from './agent.js';

interface RepairForm {
  readonly nom?: string;
  readonly valeur?: string;
  readonly vers?: string;
  readonly motif?: string;
}

const LONGEST_REASON = 500;
const VARIABLE_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** One incident: what is wrong, and the ways out of it. Each asks why. */
@Roles('administrator')
@Controller('bureau/incidents/:id')
export class IncidentRepairController {
  constructor(
    private readonly repairs: IncidentRepairService,
    private readonly dossiers: DossiersService,
    private readonly reads: ReadsService,
  ) {}

  @Get()
  async show(
    @Param('id') id: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const broken = await this.open(id);
    const { processInstanceId } = broken.incident;
    const dossier = (await this.dossiers.byProcessInstances([processInstanceId])).get(processInstanceId);
    if (dossier) await this.reads.record([dossier], account, 'dossier');
    await this.render(broken, response);
  }

  /** Again, with another value of one variable when one is named. */
  @Post('corriger')
  async correct(
    @Param('id') id: string,
    @Body() form: RepairForm,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const broken = await this.open(id);
    const name = text(form.nom);
    if (name && !VARIABLE_NAME.test(name)) return this.render(broken, response, form, 'name');
    const reason = text(form.motif).slice(0, LONGEST_REASON);
    if (!reason) return this.render(broken, response, form, 'reason');
    const variables: Variables = name ? { [name]: valueOf(text(form.valeur)) } : {};
    this.back(await this.repairs.retry(id, variables, reason, agentOf(account)), response);
  }

  /** Goes on behind the element. */
  @Post('passer')
  async skip(
    @Param('id') id: string,
    @Body() form: RepairForm,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const broken = await this.open(id);
    const reason = text(form.motif).slice(0, LONGEST_REASON);
    if (!reason) return this.render(broken, response, form, 'skipReason');
    this.back(await this.repairs.skip(id, text(form.vers), reason, agentOf(account)), response);
  }

  private async open(id: string): Promise<BrokenElement> {
    const broken = /^\d{1,19}$/.test(id) ? await this.repairs.find(id) : undefined;
    if (!broken) throw new NotFoundException();
    return broken;
  }

  private async render(broken: BrokenElement, response: Response, typed: RepairForm = {}, wrong?: string) {
    const { processInstanceId } = broken.incident;
    const dossiers = await this.dossiers.byProcessInstances([processInstanceId]);
    const variables = Object.entries(broken.variables).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }));
    const page = { ...broken, variables, reference: dossiers.get(processInstanceId)?.reference, typed, wrong };
    if (wrong) response.status(HttpStatus.UNPROCESSABLE_ENTITY);
    response.render('desk/incident.njk', page);
  }

  private back(outcome: Outcome, response: Response): void {
    const told = 'accepted' in outcome ? 'fait=1' : 'motif=1';
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/incidents?${told}`);
  }
}

function text(typed: unknown): string {
  return typeof typed === 'string' ? typed.trim() : '';
}

/** `12`, `true`, `null`, `["a"]` are what they look like; everything else is a text. */
function valueOf(typed: string): Variables[string] {
  try {
    return JSON.parse(typed) as Variables[string];
  } catch {
    return typed;
  }
}
