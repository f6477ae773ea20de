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
import { Texts } from '../procedures/texts.js';
import { type Block, readMarkup } from './markup.js';
import { type Subject, subjectOf } from './subject.js';
import { displayVerificationCode } from './verification-code.js';

const texts = Texts.load(join(root, 'src/documents/texts'));

/** Administrative acts are written in the language of the town, whatever the applicant reads (law of 18 July 1966). */
const LANGUAGE: Lang = LANGS[0];

export interface DocumentToWrite {
  readonly dossier: Dossier;
  readonly template: string;
  readonly variables: Variables;
  readonly number: string;
  readonly verificationCode: string;
  readonly issuedAt: Date;
  readonly awaits?: 'seal' | 'signature';
}

export interface WrittenDocument {
  readonly content: Buffer;
  readonly title: string;
  readonly lang: Lang;
  readonly subject: Subject;
}

/** Writes a document: the template's words on the town's paper, with the mark, the seal and the way to verify it. */
@Injectable()
export class DocumentWriter {
  constructor(
    private readonly database: DataSource,
    private readonly config: Config,
    private readonly procedures: ProcedureCatalogue,
  ) {}

  async write(wanted: DocumentToWrite): Promise<WrittenDocument> {
    const { dossier, template, number, verificationCode, issuedAt } = wanted;
    const procedure = await this.procedures.of(dossier);
    const form = procedure?.forms.get(dossier.formId);
    if (!procedure || !form) throw new Error(`There is no procedure "${dossier.procedureKey}" any more.`);
    const lang = LANGUAGE;
    const variables = { ...wanted.variables, issuedAt: issuedAt.toISOString(), documentNumber: number };
    const body = readMarkup(renderDocument(procedure, template, lang, variables));
    const title = titleOf(body) ?? procedure.title(lang);
    const department = await this.database.manager.findOneBy(Department, { key: dossier.department });
    const name = department?.names[lang] ?? dossier.department;
    const t = (key: string, params?: Record<string, string>): string => texts.text(lang, key, params);
    const verify = `${this.config.publicUrl}/verify`;
    const url = `${verify}/${verificationCode}`;
    // a large library, loaded with the first document
    const { makePdf } = await import('./make-pdf.js');
    const content = await makePdf({
      title: `${dossier.test ? `${t('testMark')} ` : ''}${title} ${number}`,
      lang: `${lang}-BE`,
      author: t('town'),
      issuedAt,
      letterhead: {
        town: t('town'),
        department: t('department', { name }),
        lines: [t('address')],
        number: t('number', { number }),
      },
      body,
      closing: {
        issuer: t('issuer', { name }),
        remark: t(dossier.test ? 'testRemark' : 'remark'),
        seal: `${t('seal')} `,
      },
      panel: {
        url,
        code: displayVerificationCode(verificationCode),
        heading: t('verify.heading'),
        instruction: t('verify.instruction', { url: verify }),
        codeLabel: t('verify.code'),
        footer: t(dossier.test ? 'testRemark' : 'verify.footer'),
        qrAlt: t('verify.qr', { url }),
      },
      // what no provider signs or seals does not leave the program without it
      ...(this.config.signatures === 'remote' && wanted.awaits && !dossier.test
        ? {}
        : { mark: t(dossier.test ? 'testMark' : 'mark') }),
      signatures: wanted.awaits === 'signature',
    });
    const people = peopleIn(form, dossier.answers);
    return { content, title, lang, subject: subjectOf(people, dossier.applicantName) };
  }
}

function titleOf(blocks: readonly Block[]): string | undefined {
  const heading = blocks.find((block) => block.type === 'heading' && block.level === 1);
  return heading?.type === 'heading' ? heading.runs.map(({ text }) => text).join('') : undefined;
}
