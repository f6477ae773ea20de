import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { describeDocument, DocumentsService } from '../documents/documents.service.js';
import { ConsultationsService } from '../registers/consultations.service.js';
import { GenerateDocumentWorker } from './generate-document.worker.js';
import { registerQuestion } from './register-question.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Asks the register once more and issues what it answers: the PDF that it sealed, as it is; or `documents/<template>.njk`
 * with its answer as `registre`, sealed by the town. The answer is kept nowhere else.
 *
 * Headers: as for `generate-document`. Variables: as for `consult-register`. Result: `document`. What the register would not
 * hand out any more is the BPMN error `registre-sans-document`, with the reason as `registerMotif`.
 */
@Injectable()
export class IssueFromRegisterWorker implements Worker {
  constructor(
    private readonly consultations: ConsultationsService,
    private readonly documents: DocumentsService,
    private readonly generate: GenerateDocumentWorker,
    private readonly clock: Clock,
  ) {}

  async work(job: Job, stop?: AbortSignal): Promise<Result> {
    const wanted = registerQuestion(job, this.clock.now());
    const answer = await this.consultations.ask(wanted, stop);
    if (answer.state !== 'found') {
      const registerMotif = answer.state === 'by-hand' ? answer.reason : null;
      return { error: { code: 'registre-sans-document', variables: { registerMotif } } };
    }
    const { sealed, facts = {} } = answer;
    if (!sealed) return this.generate.work({ ...job, variables: { ...job.variables, registre: facts } });
    const { dossierId, piece } = wanted;
    const source = { received: { name: piece, content: sealed } };
    const document = await this.documents.issue({ dossierId, jobKey: job.key, source });
    return { variables: { document: describeDocument(document) } };
  }
}
