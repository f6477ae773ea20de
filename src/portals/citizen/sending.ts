import { Injectable } from '@nestjs/common';
import { SessionsService } from '../../access/sessions.service.js';
import type { Visitor } from '../../access/visitor.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { type Submission, SubmissionsService } from '../../dossiers/submissions.service.js';

/** From a draft to a dossier that the same browser may open without typing its code. */
@Injectable()
export class Sending {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly dossiers: DossiersService,
    private readonly sessions: SessionsService,
  ) {}

  async send(draftId: string, visitor: Visitor): Promise<Submission> {
    const submission = await this.submissions.submit(draftId, visitor);
    if ('confirmation' in submission) await this.letFollow(submission.confirmation.reference, visitor);
    return submission;
  }

  private async letFollow(reference: string, { sessionId, account }: Visitor): Promise<void> {
    if (account?.role === 'agent') return;
    const dossier = await this.dossiers.byReference(reference);
    if (sessionId && dossier) await this.sessions.grantDossier(sessionId, dossier.id);
  }
}
