import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { describeDocument, DocumentsService } from '../documents/documents.service.js';
import { endOfValidity } from '../documents/validity.js';
import { SignatureProvider } from '../signatures/signature-provider.js';
import { SignatureRequests } from '../signatures/signature-requests.service.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Makes a document of the dossier. Its description becomes the variable `document`.
 *
 * Headers: `template` (`procedures/<key>/documents/<template>.njk`), `validity` (ISO 8601 duration; none = no end), `awaits`:
 * `seal`, the town's electronic seal, which the job waits for, or `signature`, which another job sees to. Until then it does
 * not stand. Where nobody seals (SIGNATURES=none) it goes without.
 */
@Injectable()
export class GenerateDocumentWorker implements Worker {
  constructor(
    private readonly documents: DocumentsService,
    private readonly clock: Clock,
    private readonly provider: SignatureProvider,
    private readonly requests: SignatureRequests,
  ) {}

  async work({ key: jobKey, headers, variables, processInstanceKey, test }: Job): Promise<Result> {
    const { template, validity } = headers;
    // nor is what somebody only tries out sealed in the town's name
    const awaits = awaited(headers['awaits'], this.provider.kind === 'none' || test === true);
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
      source: { template, variables },
      ...(expiresAt && { expiresAt }),
      ...(awaits && { awaits }),
    });
    if (awaits === 'seal' && document.status === 'pending') {
      const sealed = { documentIds: [document.id], signatories: [], level: 'seal' as const, ...NO_TIMES };
      const jobType = 'generate-document' as const;
      await this.requests.open({ jobKey, jobType, dossierId, processInstanceKey, ...sealed });
      return { waiting: true };
    }
    return { variables: { document: describeDocument(document) } };
  }
}

/** Nobody is asked for a seal, so nobody is reminded. */
const NO_TIMES = { remindAfter: 0, lateAfter: 0 };

function awaited(header: string | undefined, nobody: boolean): 'seal' | 'signature' | undefined {
  if (header === undefined || header === '') return undefined;
  if (header !== 'seal' && header !== 'signature')
    throw new Error(`The header "awaits" must be seal or signature, but is "${header}".`);
  return nobody ? undefined : header;
}
