import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IssuedDocument } from '../documents/document.entity.js';
import { describeDocument } from '../documents/documents.service.js';
import { JobsService } from '../workflow/jobs.service.js';
import { SignatureRequest } from './signature-request.entity.js';
import { SignatureRow } from './signature.entity.js';

/** Of the BPMN error when no document was signed. */
const REFUSED = 'signature-refusee';

/** Tells the process what became of the documents it wanted signed. Told twice, the second time changes nothing. */
@Injectable()
export class ResultsService {
  constructor(
    private readonly database: DataSource,
    private readonly jobs: JobsService,
  ) {}

  async tell(requestId: string): Promise<void> {
    const { manager } = this.database;
    const request = await manager.findOneByOrFail(SignatureRequest, { id: requestId });
    const { jobKey } = request;
    if (request.state !== 'done' || jobKey === null) return;
    const rows = await manager.find(SignatureRow, { where: { requestId }, order: { id: 'ASC' } });
    const ids = [...new Set(rows.map(({ documentId }) => documentId))];
    const found = await Promise.all(ids.map((id) => manager.findOneByOrFail(IssuedDocument, { id })));
    if (request.jobType === 'generate-document')
      return this.jobs.complete(jobKey, { document: describeDocument(found[0]!) });
    const refused = rows.filter(({ state }) => state === 'refused');
    const signRefuses = refused.map(({ documentId, reason, title }) => {
      const { id, number } = found.find((one) => one.id === documentId)!;
      return { id, number, motif: reason, par: title };
    });
    const signSignes = found
      .filter((one) => !refused.some(({ documentId }) => documentId === one.id))
      .map(describeDocument);
    if (signSignes.length === 0)
      return this.jobs.throwError(jobKey, {
        code: REFUSED,
        message: refused[0]?.reason ?? '',
        variables: { signRefuses },
      });
    const signatures = rows
      .filter(({ state }) => state === 'signed')
      .map(({ documentId, signerTitle, title, act, endedAt }) => ({
        document: documentId,
        par: signerTitle ?? title,
        acte: act,
        le: endedAt!.toISOString(),
      }));
    const signPreuve = { niveau: request.level, signatures };
    return this.jobs.complete(jobKey, { signSignes, signRefuses, signPreuve });
  }
}
