import { Controller, Get, Header, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Programs } from '../../access/route-rule.js';
import { TestAuthority } from '../../signatures/test-authority.js';
import { readBody } from './read-body.js';
import { TestAuthorityGuard } from './test-authority.guard.js';

/** What the test authority says to anybody: its certificate, what it took back, what time it is. */
@Programs()
@UseGuards(TestAuthorityGuard)
@Controller('autorite-test')
export class TestAuthorityController {
  constructor(private readonly authority: TestAuthority) {}

  @Get('autorite.crt')
  @Header('Content-Type', 'application/pkix-cert')
  async certificate(@Res() response: Response): Promise<void> {
    response.end(await this.authority.root());
  }

  @Get('liste.crl')
  @Header('Content-Type', 'application/pkix-crl')
  async list(@Res() response: Response): Promise<void> {
    response.end(await this.authority.list());
  }

  /** RFC 6960, appendix A.1. */
  @Post('ocsp')
  @HttpCode(200)
  @Header('Content-Type', 'application/ocsp-response')
  async status(@Req() request: Request, @Res() response: Response): Promise<void> {
    response.end(await this.authority.answer(await readBody(request)));
  }

  /** RFC 3161, 3.4. */
  @Post('horodatage')
  @HttpCode(200)
  @Header('Content-Type', 'application/timestamp-reply')
  async time(@Req() request: Request, @Res() response: Response): Promise<void> {
    response.end(await this.authority.timeStampAnswer(await readBody(request)));
  }
}
