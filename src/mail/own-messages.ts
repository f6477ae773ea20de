import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import MarkdownIt from 'markdown-it';
import { Config, root } from '../config.js';
import type { Lang } from '../forms/lang.js';
import { Texts } from '../procedures/texts.js';
import { letter } from './letter.js';

const texts = Texts.load(join(root, 'src/mail/texts'));
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** Writes the e-mails that belong to no procedure: `src/mail/texts/<lang>.yaml` has a subject and a body for each. */
@Injectable()
export class OwnMessages {
  constructor(private readonly config: Config) {}

  /** Parameters are facts of ours (codes, dates, titles), never what somebody typed. `path` becomes the parameter `link`. */
  write(
    name: string,
    lang: Lang,
    path: string,
    params: Readonly<Record<string, string>>,
  ): { subject: string; text: string; html: string } {
    const { publicUrl } = this.config;
    const link = new URL(path, `${publicUrl}/`).href;
    const body = (as: string): string => texts.text(lang, `${name}.body`, { ...params, link: as });
    return letter({
      subject: texts.text(lang, `${name}.subject`, params),
      text: body(link).replaceAll('**', ''),
      html: markdown.render(body(`<${link}>`)),
      lang,
      town: texts.text(lang, 'town'),
      footer: texts.text(lang, 'footer', { link: publicUrl }),
      publicUrl,
    });
  }
}
