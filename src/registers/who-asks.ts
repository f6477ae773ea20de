import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Assurance, reaches } from '../access/assurance.js';
import { IdentitiesService } from '../accounts/identities.service.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import { peopleIn } from '../dossiers/roles.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';

/** Who made a request, as far as it is proven, and whom it is about. National numbers, eleven digits. */
@Injectable()
export class WhoAsks {
  constructor(
    private readonly database: DataSource,
    private readonly procedures: ProcedureCatalogue,
    private readonly identities: IdentitiesService,
  ) {}

  /** Of the applicant, when they were identified by itsme or card as they asked. What they typed proves nothing. */
  async provenNumber({ id, accountId }: Dossier): Promise<string | undefined> {
    if (!accountId) return undefined;
    const [row] = await this.database.query<{ assurance: Assurance | null }[]>(
      `SELECT data->>'assurance' AS assurance FROM history_entry WHERE dossier_id = $1 AND kind = 'dossier.submitted'`,
      [id],
    );
    if (!reaches(row?.assurance ?? undefined, 'verified')) return undefined;
    return (await this.identities.ofAccount(accountId))?.nationalNumber ?? undefined;
  }

  /** Of the person the request is about, when the form asks for it. */
  async subjectNumber(dossier: Dossier): Promise<string | undefined> {
    const procedure = await this.procedures.of(dossier);
    const form = procedure?.forms.get(dossier.formId);
    const written = form && peopleIn(form, dossier.answers).subject.niss;
    return written?.replaceAll(/\D/g, '');
  }
}
