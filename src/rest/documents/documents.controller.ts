import { Body, Delete, Get, HttpCode, Param, Post, Query, Res, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { Clock } from '../../clock.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { SignedLinks } from '../access/signed-links.js';
import { Operation } from '../protocol/operation.js';
import { found, Problem } from '../protocol/problem.js';
import { RestController, ROOT } from '../protocol/rest-controller.js';
import { DocumentForm, type DocumentMetadata, DocumentQuery, LinkBody } from './document-bodies.js';
import { NewDocumentQuery, StoreQuery } from './document-bodies.js';
import { type ExchangedFile, ExchangedFiles, referenceView } from './exchanged-files.service.js';
import { jsonOf, metadataOf, nameOf, type UploadedPart } from './uploads.js';

const MAX_FILE_BYTES = 20 * 1024 * 1024;
const LINK_MILLISECONDS = 3_600_000;
const Upload = (files: number) =>
  UseInterceptors(AnyFilesInterceptor({ defParamCharset: 'utf8', limits: { fileSize: MAX_FILE_BYTES, files } }));

/** Files that programs exchange by reference. */
@RestController('documents')
export class DocumentsController {
  constructor(
    private readonly files: ExchangedFiles,
    private readonly links: SignedLinks,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(201)
  @Upload(2)
  @Operation('createDocument', 'exchange-documents')
  async create(
    @UploadedFiles() parts: UploadedPart[] | undefined,
    @Body() { metadata }: DocumentForm,
    @Query() { documentId }: NewDocumentQuery,
    @CurrentCaller() caller: Caller,
  ) {
    const file = parts?.find(({ fieldname }) => fieldname === 'file');
    if (!file) throw new Problem('INVALID_ARGUMENT', 'Expected a file in the field "file".');
    const told = await metadataOf(jsonOf('metadata', metadata, parts ?? []));
    return this.keep(file, told, caller, documentId);
  }

  /** Those that can be kept are; the others are named with what is wrong. */
  @Post('batch')
  @HttpCode(201)
  @Upload(101)
  @Operation('createDocuments', 'exchange-documents')
  async createAll(
    @UploadedFiles() parts: UploadedPart[] | undefined,
    @Body() { metadataList }: DocumentForm,
    @Query() _store: StoreQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ) {
    const files = (parts ?? []).filter(({ fieldname }) => fieldname === 'files');
    if (files.length === 0) throw new Problem('INVALID_ARGUMENT', 'Expected at least one file in the field "files".');
    const list = [jsonOf('metadataList', metadataList, parts ?? []) ?? []].flat();
    if (list.length > 0 && list.length !== files.length)
      throw new Problem('INVALID_ARGUMENT', 'Expected as many entries in metadataList as there are files.');
    const createdDocuments = [];
    const failedDocuments = [];
    for (const [index, file] of files.entries())
      try {
        createdDocuments.push(await this.keep(file, await metadataOf(list[index]), caller));
      } catch (error) {
        const problem = problemOf(error);
        failedDocuments.push({ fileName: nameOf(file) ?? `${index + 1}`, ...problem });
      }
    if (failedDocuments.length > 0) response.status(207);
    return { createdDocuments, failedDocuments };
  }

  @Get(':documentId')
  @Operation('getDocument', 'exchange-documents', { byLink: true })
  async get(@Param('documentId') id: string, @Query() { contentHash }: DocumentQuery, @Res() response: Response) {
    const { documentId, mediaType, fileName } = await this.file(id, contentHash);
    // whatever it is, it is not a page of ours
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
    response.type(mediaType).send(await this.files.content(documentId));
  }

  @Delete(':documentId')
  @HttpCode(204)
  @Operation('deleteDocument', 'exchange-documents')
  async delete(@Param('documentId') id: string, @Query() _store: StoreQuery) {
    found((await this.files.delete(id)) || undefined, `document "${id}"`);
  }

  @Post(':documentId/links')
  @HttpCode(201)
  @Operation('createDocumentLink', 'exchange-documents')
  link(@Param('documentId') id: string, @Query() query: DocumentQuery, @Body() body: LinkBody) {
    return this.linkTo(id, query, body);
  }

  /** The address that `@camunda8/sdk` knows. */
  @Post(':documentId/link')
  @HttpCode(201)
  @Operation('createDocumentLink', 'exchange-documents')
  linkOfTheSdk(@Param('documentId') id: string, @Query() query: DocumentQuery, @Body() body: LinkBody) {
    return this.linkTo(id, query, body);
  }

  private async linkTo(id: string, { contentHash }: DocumentQuery, { timeToLive = LINK_MILLISECONDS }: LinkBody) {
    const { documentId } = await this.file(id, contentHash);
    const expiresAt = new Date(this.clock.now().getTime() + timeToLive);
    return { url: this.links.to(`/${ROOT}/documents/${encodeURIComponent(documentId)}`, expiresAt), expiresAt };
  }

  private async file(id: string, contentHash: string | undefined): Promise<ExchangedFile> {
    const file = found(await this.files.find(id), `document "${id}"`);
    if (contentHash !== undefined && contentHash !== file.sha256)
      throw new Problem('INVALID_ARGUMENT', `The content of document "${id}" has another hash.`);
    return file;
  }

  private async keep(part: UploadedPart, metadata: DocumentMetadata, caller: Caller, documentId?: string) {
    const fileName = metadata.fileName ?? nameOf(part);
    if (!fileName) throw new Problem('INVALID_ARGUMENT', 'Expected a name for the file.');
    const mediaType = metadata.contentType ?? part.mimetype;
    const file = { documentId, fileName, mediaType, content: part.buffer, metadata, actor: actorOf(caller) };
    return referenceView(await this.files.keep(file));
  }
}

/** What is wrong with one of several files. */
function problemOf(error: unknown): { status: number; title: string; detail: string } {
  if (error instanceof Problem) return { status: error.getStatus(), title: error.title, detail: error.detail };
  const { message } = (error as { getResponse?: () => { message?: string | string[] } }).getResponse?.() ?? {};
  if (message === undefined) throw error;
  return { status: 400, title: 'INVALID_ARGUMENT', detail: [message].flat().join(' ') };
}
