import { HttpStatus, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Visitor } from '../../access/visitor.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Procedure } from '../../procedures/procedure.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';

/** The dossier of a page's address. Whoever may not follow it is sent to the door, as if it did not exist. */
@Injectable()
export class FollowedDossier {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly catalogue: ProcedureCatalogue,
  ) {}

  /** Nothing when the response has been given: the visitor is on the way to the tracking page. */
  async find(
    reference: string,
    visitor: Visitor,
    response: Response,
  ): Promise<{ dossier: Dossier; procedure: Procedure } | undefined> {
    const dossier = await this.dossiers.followed(reference, visitor);
    const procedure = dossier && (await this.catalogue.of(dossier));
    response.setHeader('Cache-Control', 'private, no-store');
    if (dossier && procedure) return { dossier, procedure };
    response.redirect(HttpStatus.SEE_OTHER, `/suivi?dossier=${encodeURIComponent(reference.slice(0, 40))}`);
    return undefined;
  }
}
