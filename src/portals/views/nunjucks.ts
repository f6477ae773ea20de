import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import MarkdownIt from 'markdown-it';
import nunjucks from 'nunjucks';
import { LANGS, type Lang } from '../../forms/lang.js';
import { type Config, root } from '../../config.js';
import type { Params } from '../../procedures/texts.js';
import { compressedAssets } from './compressed-assets.js';
import { datesIn } from './dates.js';
import { langOf } from './lang-of.js';
import { texts } from '../texts/portal-texts.js';

const names: Readonly<Record<Lang, string>> = { fr: 'Français', nl: 'Nederlands', de: 'Deutsch', en: 'English' };

/** Nunjucks templates, static assets, and what every template can use. Call it before `app.listen`. */
export function setUpViews(app: NestExpressApplication, config: Pick<Config, 'demo' | 'signatures'>): void {
  app.use('/assets', compressedAssets(join(root, 'dist/public')));
  app.useStaticAssets(join(root, 'dist/public'), { prefix: '/assets/', maxAge: '1y', immutable: true });
  const environment = templates(app.getHttpAdapter().getInstance() as nunjucks.ConfigureOptions['express']);
  environment.addGlobal('asset', assets());
  app.setViewEngine('njk');
  app.use((request: Request, response: Response, next: NextFunction) => {
    // pages carry a token and perhaps a name: nobody keeps them for others
    response.setHeader('Cache-Control', 'private, no-cache');
    // Getters: the session is read after this middleware, the page is rendered last.
    Object.defineProperties(response.locals, {
      lang: { enumerable: true, get: () => langOf(request) },
      visitor: { enumerable: true, get: () => (request as { visitor?: unknown }).visitor },
      csrfToken: { enumerable: true, get: () => (request as { visitor?: { csrfToken?: string } }).visitor?.csrfToken },
    });
    const lang = (): Lang => (response.locals as { lang: Lang }).lang;
    const dates = (): ReturnType<typeof datesIn> => datesIn(lang());
    Object.assign(response.locals, {
      t: (key: string, params?: Params) => texts.text(lang(), key, params),
      sentences: (key: string) => texts.list(lang(), key),
      date: (value: never) => dates().date(value),
      longDate: (value: never) => dates().longDate(value),
      time: (value: never) => dates().time(value),
      isoDate: (value: never) => dates().isoDate(value),
      languages: LANGS.map((code) => ({ code, name: names[code] })),
      path: request.path,
      url: request.originalUrl,
      demo: config.demo,
      simulatedSignatures: config.signatures === 'simulator',
    });
    next();
  });
}

/** The template environment, also for pictures of pages without a server. */
export function templates(express?: nunjucks.ConfigureOptions['express']): nunjucks.Environment {
  const folders = [join(root, 'src/portals/views'), join(root, 'node_modules/govuk-frontend/dist')];
  const environment = nunjucks.configure(folders, { autoescape: true, ...(express ? { express } : {}) });
  const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false });
  environment.addFilter('markdown', (text: string) => new nunjucks.runtime.SafeString(markdown.render(text)));
  environment.addFilter('keys', (value: object | undefined) => Object.keys(value ?? {}));
  return environment;
}

/** Address of a built asset; its version changes with its content, so browsers may keep it for a year. */
function assets(): (name: string) => string {
  const manifest = readManifest();
  return (name) => `/assets/${name}${manifest[name] ? `?v=${manifest[name]}` : ''}`;
}

function readManifest(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(join(root, 'dist/public/manifest.json'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
