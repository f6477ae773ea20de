import { Body, Controller, Get, Header, HttpStatus, Ip, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CosignatureAnswers, type Given, type Visit } from '../../cosignatures/answers.service.js';
import { ANSWERS } from '../../cosignatures/cosignature.entity.js';
import { CosignatureTokens } from '../../cosignatures/cosignature-tokens.js';
import type { Lang } from '../../forms/lang.js';
import { textIn } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { CosignaturePage } from './cosignature-page.js';

const LONGEST_NAME = 200;
const LONGEST_REASON = 1_000;

type Typed = Readonly<Record<'reponse' | 'nom' | 'motif', string>>;

/** A second person (other parent, spouse, owner) confirms or refuses a request, by a link and without an account. */
@Public()
@Controller('confirmation/:token')
export class CosignatureController {
  constructor(
    private readonly answers: CosignatureAnswers,
    private readonly tokens: CosignatureTokens,
    private readonly page: CosignaturePage,
  ) {}

  @Get()
  @Header('Referrer-Policy', 'no-referrer')
  async show(
    @Param('token') token: string,
    @Ip() address: string,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const visit = await this.open(token, address, response);
    if (!visit) return;
    response.render('cosignatures/confirmation.njk', {
      ...(await this.page.view(visit, lang)),
      typed: {},
      wrong: {},
      errors: [],
    });
  }

  @Post()
  @Header('Referrer-Policy', 'no-referrer')
  async answer(
    @Param('token') token: string,
    @Body() body: Readonly<Record<string, unknown>>,
    @Ip() address: string,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const visit = await this.open(token, address, response);
    if (!visit) return;
    const typed = typedIn(body);
    const { given, missing } = read(typed);
    if (visit.state === 'open' && !given) {
      const text = textIn(lang);
      const errors = missing.map((field) => ({ field, text: text(`cosignature.missing.${field}`), href: `#${field}` }));
      const wrong = Object.fromEntries(errors.map((error) => [error.field, error.text]));
      const view = { ...(await this.page.view(visit, lang)), typed, wrong, errors };
      response.status(HttpStatus.UNPROCESSABLE_ENTITY).render('cosignatures/confirmation.njk', view);
      return;
    }
    // whatever became of it, the page says
    if (given) await this.answers.give(visit, given);
    response.redirect(HttpStatus.SEE_OTHER, `/confirmation/${token}`);
  }

  /** Undefined when the link opens nothing: the visitor has been told. */
  private async open(token: string, address: string, response: Response): Promise<Visit | undefined> {
    response.setHeader('X-Robots-Tag', 'noindex').setHeader('Cache-Control', 'private, no-store');
    const visit = await this.answers.visit(this.tokens.read(token), address);
    if (visit && !('tooMany' in visit)) return visit;
    if (visit) response.setHeader('Retry-After', visit.tooMany.retryAfterSeconds);
    const [status, refused] = visit
      ? ([HttpStatus.TOO_MANY_REQUESTS, 'too-many'] as const)
      : ([HttpStatus.NOT_FOUND, 'unknown'] as const);
    response.status(status).render('opinions/closed.njk', { refused });
    return undefined;
  }
}

function typedIn(body: Readonly<Record<string, unknown>>): Typed {
  const text = (name: string, longest: number): string => {
    const value = body[name];
    return typeof value === 'string' ? value.trim().slice(0, longest) : '';
  };
  return { reponse: text('reponse', 20), nom: text('nom', LONGEST_NAME), motif: text('motif', LONGEST_REASON) };
}

/** Who refuses says why; everybody signs with their name. */
function read({ reponse, nom, motif }: Typed): { given?: Given; missing: (keyof Typed)[] } {
  const answer = ANSWERS.find((one) => one === reponse);
  const missing: (keyof Typed)[] = [];
  if (!answer) missing.push('reponse');
  if (answer === 'refuse' && !motif) missing.push('motif');
  if (!nom) missing.push('nom');
  if (!answer || missing.length > 0) return { missing };
  return { given: { answer, signedName: nom, ...(motif && { reason: motif }) }, missing };
}
