import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Variables } from '#engine';
import { Department } from '../access/department.entity.js';
import { Config, root } from '../config.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import { peopleIn } from '../dossiers/roles.js';
import { LANGS, type Lang } from '../forms/lang.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { renderDocument } from '../procedures/render-template.js';
import { locales, Texts } from '../procedures/texts.js';
import type { IssuedDocument } from './document.entity.js';
import { CopySeal } from './copy-seal.js';
import { type Block, readMarkup } from './markup.js';
import type { Awaited, Paper, Source } from './new-document.js';
import { type Subject, subjectOf } from './subject.js';
import { wordsFor } from './template-words.js';
import { displayVerificationCode } from './verification-code.js';
import type { VerificationPanel } from './verification-panel.js';

const texts = Texts.load(join(root, 'src/documents/texts'));

/** Administrative acts are written in the language of the town, whatever the applicant reads (law of 18 July 1966). */
const LANGUAGE: Lang = LANGS[0];
const day = new Intl.DateTimeFormat(locales[LANGUAGE], { dateStyle: 'long', timeZone: 'Europe/Brussels' });

/** What is about the one document. */
interface About {
  readonly dossier?: Dossier;
  readonly number: string;
  readonly verificationCode: string;
  readonly issuedAt: Date;
  readonly expiresAt?: Date;
  readonly awaits?: Awaited;
  /** The one whose place it takes. */
  readonly old?: IssuedDocument;
  /** Only to be looked at: it says so across the page. */
  readonly draft?: boolean;
}

export type DocumentToWrite = Source & About;

export interface WrittenDocument {
  readonly content: Buffer;
  readonly template: string;
  readonly title: string;
  readonly lang: Lang;
  /** Whom it is about, where it is about somebody. */
  readonly subject?: Subject;
  /** What of the variables it says. */
  readonly words?: Variables;
}

/** Writes a document: its words on the town's paper, with the mark, the seal and the way to verify it. */
@Injectable()
export class DocumentWriter {
  constructor(
    private readonly database: DataSource,
    private readonly config: Config,
    private readonly procedures: ProcedureCatalogue,
    private readonly seal: CopySeal,
  ) {}

  async write(wanted: DocumentToWrite): Promise<WrittenDocument> {
    if ('received' in wanted) return this.handOn(wanted);
    if ('template' in wanted) return this.fill(wanted);
    const { paper, dossier } = wanted;
    const subject = dossier && subjectOf({ applicant: {}, subject: {} }, dossier.applicantName);
    const content = await this.print(paper, wanted, subject);
    return { content, template: paper.name, title: paper.title, lang: LANGUAGE, ...(subject && { subject }) };
  }

  private async handOn({
    received,
    dossier,
  }: Extract<Source, { received: unknown }> & About): Promise<WrittenDocument> {
    const procedure = dossier && (await this.procedures.of(dossier));
    const form = procedure?.forms.get(dossier?.formId ?? '');
    if (!procedure || !form || !dossier) throw new Error('What is received belongs to a dossier.');
    const { name: template, content } = received;
    const subject = subjectOf(peopleIn(form, dossier.answers), dossier.applicantName);
    return { content, template, title: procedure.title(LANGUAGE), lang: LANGUAGE, subject };
  }

  private async fill(wanted: Extract<Source, { template: string }> & About): Promise<WrittenDocument> {
    const { dossier, template, number, issuedAt } = wanted;
    const procedure = dossier && (await this.procedures.of(dossier));
    const form = procedure?.forms.get(dossier?.formId ?? '');
    if (!procedure || !form || !dossier)
      throw new Error(`There is no procedure "${dossier?.procedureKey ?? ''}" any more.`);
    const variables = { ...wanted.variables, issuedAt: issuedAt.toISOString(), documentNumber: number };
    const body = readMarkup(renderDocument(procedure, template, LANGUAGE, variables));
    const title = titleOf(body) ?? procedure.title(LANGUAGE);
    const department = await this.database.manager.findOneBy(Department, { key: dossier.department });
    const name = department?.names[LANGUAGE] ?? dossier.department;
    const issuer = t('issuer', { name });
    const paper = { name: template, title, department: t('department', { name }), issuer, body };
    const subject = subjectOf(peopleIn(form, dossier.answers), dossier.applicantName);
    const content = await this.print(paper, wanted, subject);
    const words = wordsFor(procedure.documents.get(template)!, wanted.variables);
    return { content, template, title, lang: LANGUAGE, subject, words };
  }

  private async print({ title, department, issuer, body }: Paper, about: About, subject?: Subject): Promise<Buffer> {
    const { number, issuedAt, old } = about;
    const test = about.dossier?.test ?? false;
    const replaced = old && t('replaces', { number: old.number, date: day.format(old.issuedAt) });
    const remark = t(test ? 'testRemark' : 'remark');
    const mark = this.markOf(about, test);
    const { demo } = this.config;
    const town = t(demo ? 'demoTown' : 'town');
    // a large library, loaded with the first document
    const { makePdf } = await import('./make-pdf.js');
    return makePdf({
      title: `${test ? `${t('testMark')} ` : ''}${title} ${number}`,
      lang: `${LANGUAGE}-BE`,
      author: town,
      issuedAt,
      letterhead: { town, department, lines: [t('address')], number: t('number', { number }) },
      body,
      closing: {
        issuer,
        remark: replaced ? `${replaced} ${remark}` : remark,
        seal: `${t(demo ? 'demoSeal' : 'seal')} `,
      },
      ...(!about.draft && { panel: this.panel(about, { title, subject, test }) }),
      ...(mark && { mark }),
      signatures: about.awaits === 'signature',
    });
  }

  /** The code leads to the page; what stands behind its `#` says the same to who cannot ask it, and reaches no server. */
  private panel(
    { verificationCode, number, issuedAt, expiresAt }: About,
    {
      title,
      subject,
      test,
    }: { readonly title: string; readonly subject?: Subject | undefined; readonly test: boolean },
  ): VerificationPanel {
    const verify = `${this.config.publicUrl}/verify`;
    const url = `${verify}/${verificationCode}`;
    const facts = {
      code: verificationCode,
      number,
      title,
      issuedOn: dayIn(issuedAt),
      ...(expiresAt && { expiresOn: dayIn(expiresAt) }),
      initials: subject?.initials ?? '',
      ...(subject?.birthYear && { birthYear: subject.birthYear }),
    };
    return {
      // a test attests nothing
      scanned: test ? url : `${url}#${this.seal.seal(facts)}`,
      code: displayVerificationCode(verificationCode),
      heading: t('verify.heading'),
      instruction: t('verify.instruction', { url: verify }),
      codeLabel: t('verify.code'),
      footer: t(test ? 'testRemark' : this.config.demo ? 'verify.demoFooter' : 'verify.footer'),
      qrAlt: t('verify.qr', { url }),
    };
  }

  /** What no provider signs or seals does not leave the program without a mark across the page. */
  private markOf({ awaits, draft }: About, test: boolean): string | undefined {
    if (draft) return t('draftMark');
    if (test) return t('testMark');
    return this.config.signatures === 'remote' && awaits ? undefined : t('mark');
  }
}

/** In the town, `2026-11-23`. */
function dayIn(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Brussels' }).format(at);
}

function titleOf(blocks: readonly Block[]): string | undefined {
  const heading = blocks.find((block) => block.type === 'heading' && block.level === 1);
  return heading?.type === 'heading' ? heading.runs.map(({ text }) => text).join('') : undefined;
}

function t(key: string, params?: Record<string, string>): string {
  return texts.text(LANGUAGE, key, params);
}
