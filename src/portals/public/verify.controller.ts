import { Controller, Get, HttpStatus, Ip, Param, Query, Render, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Programs, Public } from '../../access/route-rule.js';
import { CopySeal } from '../../documents/copy-seal.js';
import { VerificationService } from '../../documents/verification.service.js';

/** Of no document that the town stands for. */
const NOT_THERE = ['unknown', 'malformed', 'unissued'];

/** Anybody who holds a document of the town can ask whether it is genuine. */
@Public()
@Controller('verify')
export class VerifyController {
  constructor(
    private readonly verification: VerificationService,
    private readonly seal: CopySeal,
  ) {}

  /** Without script, the form asks by query; the answer has an address of its own. */
  @Get()
  form(@Query('code') code: unknown, @Res() response: Response): void {
    const typed = typeof code === 'string' ? code.trim().slice(0, 60) : '';
    if (typed) response.redirect(HttpStatus.SEE_OTHER, `/verify/${encodeURIComponent(typed)}`);
    else response.render('public/verify.njk', {});
  }

  /** The keys with which printed copies are checked where nothing can be asked (`beffroi verify --copy`). */
  @Programs()
  @Get('cles.json')
  keys() {
    return { keys: this.seal.keys };
  }

  @Get(':code')
  @Render('public/verified.njk')
  async result(@Param('code') code: string, @Ip() address: string, @Res({ passthrough: true }) response: Response) {
    const verification = await this.verification.verify(code, address);
    response.setHeader('X-Robots-Tag', 'noindex');
    if (verification.state === 'too-many') {
      response.status(HttpStatus.TOO_MANY_REQUESTS).setHeader('Retry-After', verification.wait.retryAfterSeconds);
      return { verification, minutes: Math.ceil(verification.wait.retryAfterSeconds / 60), code };
    }
    if (NOT_THERE.includes(verification.state)) response.status(HttpStatus.NOT_FOUND);
    return { verification, code };
  }
}
