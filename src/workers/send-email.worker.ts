import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Value } from '#engine';
import { DossiersService } from '../dossiers/dossiers.service.js';
import { isLang, type Lang } from '../forms/lang.js';
import { MailService } from '../mail/mail.service.js';
import { type NotificationTopic, TOPICS } from '../notifications/topics.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { LetterWriter } from './letter-writer.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Writes to the applicant, or to whom the variable `to` names.
 *
 * Headers: `template` (`procedures/<key>/messages/<template>.njk`), and `topic` (`progress`) of a message that the law does
 * not require: whoever has an account may have it otherwise. Somebody without an e-mail address gets no e-mail.
 */
@Injectable()
export class SendEmailWorker implements Worker {
  constructor(
    private readonly database: DataSource,
    private readonly procedures: ProcedureCatalogue,
    private readonly dossiers: DossiersService,
    private readonly mail: MailService,
    private readonly messages: LetterWriter,
  ) {}

  async work({ key, headers, variables, procedureKey }: Job, stop?: AbortSignal): Promise<Result> {
    const { template } = headers;
    const topic = topicIn(headers['topic']);
    if (!template) throw new Error('The header "template" is missing.');
    const dossierId = textAt(variables['dossier'], 'id');
    const dossier = dossierId === undefined ? null : await this.dossiers.byId(dossierId);
    // a block writes in the words of the procedure that called it
    const procedure = dossier ? await this.procedures.of(dossier) : this.procedures.named(procedureKey ?? '');
    if (!procedure) throw new Error(`There is no procedure "${dossier?.procedureKey ?? procedureKey}".`);
    const written = variables['to'];
    const to =
      typeof written === 'string' && written
        ? written
        : (dossier?.applicantEmail ?? textAt(variables['applicant'], 'email'));
    if (!to) return {};
    const lang: Lang = dossier?.lang ?? langOf(textAt(variables['dossier'], 'language'));
    const message = await this.messages.write(procedure, template, lang, variables);
    await this.database.transaction(async (tx) => {
      await this.mail.queue(tx, { ...message, to, dossierId: dossier?.id, idempotencyKey: `job-${key}`, topic });
      stop?.throwIfAborted(); // given up meanwhile: whoever tries again writes it
    });
    return {};
  }
}

function textAt(value: Value | undefined, name: string): string | undefined {
  const found =
    value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, Value>)[name] : undefined;
  return typeof found === 'string' && found ? found : undefined;
}

function topicIn(header: string | undefined): NotificationTopic {
  const topic = TOPICS.find((one) => one === (header ?? 'law'));
  if (!topic) throw new Error(`Expected the header "topic" to be one of ${TOPICS.join(', ')}, but it is "${header}".`);
  return topic;
}

function langOf(text: string | undefined): Lang {
  return isLang(text) ? text : 'fr';
}
