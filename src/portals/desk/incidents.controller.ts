import { Controller, Get, HttpStatus, Param, Post, Query, Redirect, Render } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { IncidentsService } from '../../workflow/incidents.service.js';
import { agentOf } from './agent.js';

/** What stopped and waits for an administrator. */
@Roles('administrator')
@Controller('bureau/incidents')
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly dossiers: DossiersService,
  ) {}

  @Get()
  @Render('desk/incidents.njk')
  async list(@Query('fait') done?: string, @Query('motif') refused?: string) {
    const open = await this.incidents.search();
    const dossiers = await this.dossiers.byProcessInstances(open.map(({ processInstanceId }) => processInstanceId));
    return {
      done: done !== undefined,
      refused: refused !== undefined,
      incidents: open.map((one) => ({ ...one, reference: dossiers.get(one.processInstanceId)?.reference })),
    };
  }

  /** Tries again; if it fails again there will be a new incident. */
  @Post(':id/relancer')
  @Redirect()
  async retry(@Param('id') id: string, @CurrentUser() account: CurrentAccount) {
    const known = /^\d{1,19}$/.test(id);
    const outcome = known ? await this.incidents.resolve(id, agentOf(account)) : { rejection: true };
    const query = 'accepted' in outcome ? 'fait=1' : 'motif=1';
    return { url: `/bureau/incidents?${query}`, statusCode: HttpStatus.SEE_OTHER };
  }
}
