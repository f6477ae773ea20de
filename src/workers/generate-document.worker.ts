import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { DocumentsService } from '../documents/documents.service.js';
import { endOfValidity } from '../documents/validity.js';
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
    const expiresAt = validity === undefined ? undefined : endOfValidity(this.clock.now(), validity);
    if (validity !== undefined && !expiresAt)
      throw new Error(`The header "validity" must be an ISO 8601 duration such as P3M, but is "${validity}".`);
    const document = await this.documents.issue({
      dossierId,
      jobKey,
      template,
      variables,
      ...(expiresAt && { expiresAt }),
    });
    const { id, number, verificationCode, sha256 } = document;
    return {
      variables: { document: { id, number, verificationCode: displayVerificationCode(verificationCode), sha256 } },
    };
  }
}
