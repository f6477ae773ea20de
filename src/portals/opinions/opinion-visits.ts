import { HttpStatus, Injectable, NotFoundException } from '@nestjs/common';
import type { Response } from 'express';
import { documentFileName, DocumentsService } from '../../documents/documents.service.js';
import { AttachmentsService } from '../../dossiers/attachments.service.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import { type ReadObject, ReadsService } from '../../dossiers/reads.service.js';
import { OpinionFiles } from '../../opinions/files.service.js';
import { OpinionEntrance, type Visit } from './opinion-entrance.js';

/** What somebody sees who comes by a link. Every look is written down with the dossier. */
@Injectable()
export class OpinionVisits {
  constructor(
    private readonly entrance: OpinionEntrance,
    private readonly reads: ReadsService,
    private readonly attachments: AttachmentsService,
    private readonly documents: DocumentsService,
    private readonly files: OpinionFiles,
  ) {}

  /** Undefined when the link opens nothing: the visitor has been told. */
  async open(token: string, address: string, response: Response): Promise<Visit | undefined> {
    response.setHeader('X-Robots-Tag', 'noindex').setHeader('Cache-Control', 'private, no-store');
    const entered = await this.entrance.enter(token, address);
    if ('visit' in entered) return entered.visit;
    const { refused, retryAfterSeconds } = entered;
    if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
    response.status(STATUS[refused]).render('opinions/closed.njk', { refused });
    return undefined;
  }

  /** As things are now. */
  async again({ opinion: { request }, dossier }: Visit): Promise<Visit> {
    return this.entrance.of(request.id, dossier);
  }

  record({ opinion: { request }, dossier }: Visit, object: ReadObject, name?: string): Promise<void> {
    return this.reads.recordOutside(dossier, { key: request.adviser, name: request.name }, object, name);
  }

  async piece(visit: Visit, id: string, response: Response): Promise<void> {
    const { files } = await this.entrance.seen(visit);
    if (!files.some((one) => one.id === id)) throw new NotFoundException();
    const file = await this.attachments.download({ dossierId: visit.dossier.id }, id);
    if (!file) throw new NotFoundException();
    await this.record(visit, 'attachment', file.fileName);
    response.set(downloadHeaders(file, { inline: true })).end(file.content);
  }

  async document(visit: Visit, id: string, response: Response): Promise<void> {
    const { documents } = await this.entrance.seen(visit);
    if (!documents.some((one) => one.id === id)) throw new NotFoundException();
    const document = await this.documents.download(visit.dossier.id, id);
    if (!document) throw new NotFoundException();
    await this.record(visit, 'document', document.title);
    const { size, content } = document;
    const file = { fileName: documentFileName(document), mediaType: 'application/pdf', size };
    response.set(downloadHeaders(file, { inline: true })).end(content);
  }

  async own({ opinion: { request } }: Visit, id: string, response: Response): Promise<void> {
    const file = await this.files.download(request, id);
    if (!file) throw new NotFoundException();
    response.set(downloadHeaders(file, { inline: true })).end(file.content);
  }
}

const STATUS = {
  unknown: HttpStatus.NOT_FOUND,
  revoked: HttpStatus.GONE,
  expired: HttpStatus.GONE,
  withdrawn: HttpStatus.GONE,
  'too-many': HttpStatus.TOO_MANY_REQUESTS,
} as const;
