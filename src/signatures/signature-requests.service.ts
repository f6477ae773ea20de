import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountsService } from '../access/accounts.service.js';
import type { Transaction } from '../database/transaction.js';
import { PendingDocuments } from '../documents/pending-documents.service.js';
import { Circuit, SEAL_ALONE } from './circuit.js';
import { SignatureRequest } from './signature-request.entity.js';
import type { Level } from './signature-provider.js';

/** As many as have a place on the page. */
const MOST_SIGNATORIES = 4;

export interface Signatory {
  /** The address of an agent's account. */
  readonly email: string;
  /** As printed after the name: « bourgmestre ». */
  readonly function?: string;
}

export interface NewRequest {
  readonly jobKey: string;
  readonly jobType: SignatureRequest['jobType'];
  readonly dossierId: string;
  readonly processInstanceKey: string;
  readonly documentIds: readonly string[];
  /** In the order in which they sign; nobody = the town's seal alone. */
  readonly signatories: readonly Signatory[];
  readonly level: Level;
  /** Milliseconds after a document reached its signatory. */
  readonly remindAfter: number;
  readonly lateAfter: number;
}

/** Jobs ask for signatures. */
@Injectable()
export class SignatureRequests {
  constructor(
    private readonly database: DataSource,
    private readonly accounts: AccountsService,
    private readonly documents: PendingDocuments,
    private readonly circuit: Circuit,
  ) {}

  /** Once per job. Throws a sentence when it cannot be done: somebody has to change the case. */
  async open(wanted: NewRequest): Promise<void> {
    const { dossierId, jobKey, documentIds, signatories, level } = wanted;
    if (signatories.length === 0 && level !== 'seal') throw new Error('Nobody is named who signs the documents.');
    if (signatories.length > MOST_SIGNATORIES)
      throw new Error(`A document has room for ${MOST_SIGNATORIES} signatures, but ${signatories.length} are wanted.`);
    const people = await Promise.all(signatories.map((one) => this.agent(one)));
    if (new Set(people.map(({ accountId }) => accountId)).size < people.length)
      throw new Error('Nobody signs the same document twice, but a signatory is named twice.');
    await this.database.transaction(async (tx) => {
      // a second delivery of the job waits for the first
      await tx.query('SELECT FROM dossier WHERE id = $1 FOR UPDATE', [dossierId]);
      const known = await tx.findOneBy(SignatureRequest, { jobKey });
      if (known) return this.circuit.again(tx, known.id);
      await this.free(tx, documentIds);
      const documents = await this.documents.hold(tx, dossierId, documentIds);
      if (documents.length === 0 || documents.length < documentIds.length)
        throw new Error('A document to be signed is not of this dossier, or it is signed, refused or revoked already.');
      const request = {
        jobKey,
        jobType: wanted.jobType,
        dossierId,
        processInstanceId: wanted.processInstanceKey,
        level,
        remindAfter: String(wanted.remindAfter),
        lateAfter: String(wanted.lateAfter),
      };
      const ids = documents.map((one) => one.id);
      await this.circuit.open(tx, request, ids, people.length > 0 ? people : SEAL_ALONE);
    });
  }

  /** Two signatures at once would each be put into a file without the other. */
  private async free(tx: Transaction, documentIds: readonly string[]): Promise<void> {
    const [taken] = await tx.query<unknown[]>(
      `SELECT FROM signature s JOIN signature_request r ON r.id = s.request_id AND r.state = 'open'
       WHERE (r.job_key IS NULL OR EXISTS (SELECT FROM job WHERE job.id = r.job_key))
         AND s.document_id = ANY($1::bigint[]) LIMIT 1`,
      [documentIds],
    );
    if (taken) throw new Error('A document to be signed waits for other signatures already.');
  }

  private async agent(signatory: Signatory): Promise<{ accountId: string; title: string }> {
    const account = await this.accounts.byEmail(signatory.email);
    if (account?.role !== 'agent' || account.disabledAt)
      throw new Error(`Nobody among the agents has the address ${signatory.email}, but they are to sign.`);
    return { accountId: account.id, title: titleOf(account.name, signatory.function) };
  }
}

export function titleOf(name: string, role: string | undefined): string {
  return role ? `${name}, ${role}` : name;
}
