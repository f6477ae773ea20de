import { Injectable } from '@nestjs/common';
import { Clock, readDuration } from '../clock.js';
import { DocumentsService } from '../documents/documents.service.js';
import { displayVerificationCode } from '../documents/verification-code.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Makes a document of the dossier. Its description becomes the variable `document`.
 *
 * Headers: `template` (`procedures/<key>/documents/<template>.njk`), `validity` (ISO 8601 duration; none = no end).
 */
@Injectable()
export class GenerateDocumentWorker implements Worker {
  constructor(
    private readonly documents: DocumentsService,
    private readonly clock: Clock,
  ) {}

  async work({ key: jobKey, headers, variables }: Job): Promise<Result> {
    const { template, validity } = headers;
    if (!template) throw new Error('The header "template" is missing.');
    const { dossier } = variables;
    const dossierId = dossier && typeof dossier === 'object' && 'id' in dossier ? dossier.id : undefined;
    if (typeof dossierId !== 'string') throw new Error('The process has no dossier to make a document for.');
    const lifetime = validity === undefined ? undefined : readDuration(validity);
    if (validity !== undefined && lifetime === undefined)
      throw new Error(`The header "validity" must be an ISO 8601 duration such as P90D, but is "${validity}".`);
    const document = await this.documents.issue({
      dossierId,
      jobKey,
      template,
      variables,
      ...(lifetime !== undefined && { expiresAt: new Date(this.clock.now().getTime() + lifetime) }),
    });
    const { id, number, verificationCode, sha256 } = document;
    return {
      variables: { document: { id, number, verificationCode: displayVerificationCode(verificationCode), sha256 } },
    };
  }
}
