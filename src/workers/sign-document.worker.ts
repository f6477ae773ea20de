import { Injectable } from '@nestjs/common';
import type { Value } from '#engine';
import { readDuration } from '../clock.js';
import { LEVELS } from '../signatures/signature-provider.js';
import { type Signatory, SignatureRequests } from '../signatures/signature-requests.service.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Has documents of the dossier signed, one signatory after the other; each document goes its own way. The job waits until all
 * are signed or refused.
 *
 * Variables: `signDocuments` (as `generate-document` gives them), `signSignataires` (`{ courriel, fonction }`, in order; may be
 * empty for a seal), `signNiveau` (seal, advanced or qualified), `signRappel` and `signDelai` (ISO 8601 durations; P2D and P5D).
 * Results: `signSignes`, `signRefuses` (`{ id, number, motif, par }`), `signPreuve`. When every document was refused: the BPMN
 * error `signature-refusee`.
 */
@Injectable()
export class SignDocumentWorker implements Worker {
  constructor(private readonly requests: SignatureRequests) {}

  async work({ key: jobKey, variables, processInstanceKey }: Job): Promise<Result> {
    const dossierId = textIn(variables['dossier'], 'id');
    if (dossierId === undefined) throw new Error('The process has no dossier whose documents could be signed.');
    const documentIds = listOf(variables, 'signDocuments').map((one) => textIn(one, 'id'));
    if (documentIds.length === 0 || !documentIds.every((id) => id !== undefined && /^\d{1,19}$/.test(id)))
      throw new Error('"signDocuments" must be a list of documents, each with its id.');
    const level = LEVELS.find((one) => one === variables['signNiveau']);
    if (!level) throw new Error(`"signNiveau" must be one of ${LEVELS.join(', ')}.`);
    await this.requests.open({
      jobKey,
      jobType: 'sign-document',
      dossierId,
      processInstanceKey,
      documentIds: documentIds as string[],
      signatories: listOf(variables, 'signSignataires').map(signatory),
      level,
      remindAfter: durationOf(variables, 'signRappel', 'P2D'),
      lateAfter: durationOf(variables, 'signDelai', 'P5D'),
    });
    return { waiting: true };
  }
}

function signatory(written: Value): Signatory {
  const [email, role] = [textIn(written, 'courriel'), textIn(written, 'fonction')];
  if (!email) throw new Error('Every one of "signSignataires" needs a "courriel": the address of an agent.');
  return { email, ...(role && { function: role }) };
}

function listOf(variables: Job['variables'], name: string): readonly Value[] {
  const { [name]: value } = variables;
  if (!Array.isArray(value)) throw new Error(`"${name}" must be a list.`);
  return value as readonly Value[];
}

function durationOf(variables: Job['variables'], name: string, usual: string): number {
  const { [name]: written = usual } = variables;
  const milliseconds = typeof written === 'string' ? readDuration(written) : undefined;
  if (milliseconds === undefined) throw new Error(`"${name}" must be an ISO 8601 duration such as ${usual}.`);
  return milliseconds;
}

function textIn(value: Value | undefined, name: string): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { [name]: found } = value as Record<string, Value>;
  return typeof found === 'string' ? found : undefined;
}
