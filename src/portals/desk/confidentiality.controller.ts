import { Body, Controller, HttpStatus, NotFoundException, Param, Post, Redirect } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { ConfidentialityService } from '../../dossiers/confidentiality.service.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { CONFIDENTIALITY } from '../../forms/confidentiality.js';
import { agentOf } from './agent.js';

interface Typed {
  readonly niveau?: unknown;
  readonly lecteurs?: string | readonly string[];
  readonly motif?: unknown;
}

const MOST_CHARACTERS = 500;

/** How confidential a case is, and who is named as its reader. */
@Roles('agent')
@Controller('bureau/dossiers/:reference/confidentialite')
export class ConfidentialityController {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly confidentiality: ConfidentialityService,
  ) {}

  @Post()
  @Redirect()
  async change(
    @Param('reference') reference: string,
    @Body() { niveau, lecteurs, motif }: Typed,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
  ) {
    const dossier = await this.dossiers.treated(reference, visitor);
    if (!dossier) throw new NotFoundException();
    const level = CONFIDENTIALITY.find((one) => one === niveau) ?? dossier.confidentiality;
    const readers = [lecteurs ?? []].flat().filter((one) => typeof one === 'string');
    const reason = typeof motif === 'string' ? motif.trim().slice(0, MOST_CHARACTERS) : '';
    const problem = await this.confidentiality.change(dossier, { level, readers, reason }, account, agentOf(account));
    const told = problem ? `faux=${problem}` : 'fait=1';
    return { url: `/bureau/dossiers/${dossier.reference}?${told}#confidentialite`, statusCode: HttpStatus.SEE_OTHER };
  }
}
