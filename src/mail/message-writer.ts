import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config, root } from '../config.js';
import type { Answers, Field } from '../forms/form.js';
import { niss } from '../forms/formats/niss.js';
import type { Lang } from '../forms/lang.js';
import type { Procedure } from '../procedures/procedure.js';
import { renderMessage } from '../procedures/render-template.js';
import { Texts } from '../procedures/texts.js';
import { letter } from './letter.js';

const texts = Texts.load(join(root, 'src/mail/texts'));

/** Writes the e-mails of procedures: the template's words in the town's letter, in text and HTML. */
@Injectable()
export class MessageWriter {
  constructor(private readonly config: Config) {}

  /** Fails when the message would carry a national number: mail is an open postcard. */
  write(
    procedure: Procedure,
    template: string,
    lang: Lang,
    variables: Answers,
  ): { subject: string; text: string; html: string } {
    const { publicUrl } = this.config;
    const message = renderMessage(procedure, template, lang, withoutNationalNumbers(procedure, variables), publicUrl);
    const footer = texts.text(lang, 'footer', { link: publicUrl });
    const town = texts.text(lang, 'town');
    const whole = letter({ ...message, lang, town, footer, publicUrl });
    if (hasNationalNumber(whole.subject) || hasNationalNumber(whole.text)) {
      throw new Error(`The message "${template}" would carry a national number.`);
    }
    return whole;
  }
}

/** The variables without the answers to questions for a national number. */
function withoutNationalNumbers(procedure: Procedure, variables: Answers): Answers {
  const fields = [...procedure.forms.values()].flatMap((form) => form.pages.flatMap((page) => flat(page.fields)));
  const secret = new Set(fields.filter(({ rules }) => rules.format === 'niss').map(({ key }) => key));
  return Object.fromEntries(Object.entries(variables).filter(([key]) => !secret.has(key)));
}

/** Eleven digits, however written, whose checksum is right. */
export function hasNationalNumber(text: string): boolean {
  const candidates = text.match(/(?<!\d)\d{2}[.\s]?\d{2}[.\s]?\d{2}[-.\s]?\d{3}[.\s]?\d{2}(?!\d)/g) ?? [];
  return candidates.some((candidate) => niss.normalise(candidate) !== undefined);
}

function flat(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [field, ...flat(field.fields)]);
}
