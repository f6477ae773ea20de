import { Body, Controller, HttpStatus, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { sameSecret } from '../../access/secrets.js';
import { Programs } from '../../access/route-rule.js';
import { CscProblem, CscSimulator, SIMULATOR, SIMULATOR_CLIENT } from '../../signatures/csc-simulator.js';
import { readBody } from './read-body.js';
import { SignatureSimulatorGuard } from './signature-simulator.guard.js';

type Asked = Readonly<Record<string, unknown>>;

/** The API of the pretend signature provider (Cloud Signature Consortium, version 2). */
@Programs()
@UseGuards(SignatureSimulatorGuard)
@Controller(`${SIMULATOR.slice(1)}/csc/v2`)
export class CscController {
  constructor(private readonly simulator: CscSimulator) {}

  @Post('oauth2/token')
  token(@Body() body: Asked, @Res() response: Response): void {
    const known = text(body['client_id']) === SIMULATOR_CLIENT;
    const right = known && sameSecret(text(body['client_secret']), this.simulator.clientSecret);
    if (!right) response.status(HttpStatus.UNAUTHORIZED).json({ error: 'invalid_client' });
    else response.json({ access_token: this.simulator.token, token_type: 'Bearer', expires_in: 3600 });
  }

  @Post('info')
  info(@Req() request: Request, @Res() response: Response): Promise<void> {
    const about = { specs: '2.0.0.2', name: 'SIMULATEUR', authType: ['oauth2client'], methods: METHODS };
    return this.reply(request, response, () => about);
  }

  @Post('credentials/list')
  list(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.reply(request, response, async (asked) => ({
      credentialIDs: await this.simulator.credentials(text(asked['userID'])),
    }));
  }

  @Post('credentials/info')
  credential(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.reply(request, response, async (asked) => {
      const chain = await this.simulator.chain(text(asked['credentialID']));
      const certificates = chain.map((one) => one.toString('base64'));
      return { key: { status: 'enabled' }, cert: { status: 'valid', certificates }, SCAL: '2', multisign: 1 };
    });
  }

  @Post('credentials/authorize')
  authorize(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.reply(request, response, (asked) =>
      this.simulator.authorize({
        credential: text(asked['credentialID']),
        hashes: texts(asked['hashes']),
        description: text(asked['description']),
      }),
    );
  }

  @Post('credentials/authorizeCheck')
  check(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.reply(request, response, (asked) => this.simulator.check(text(asked['handle'])));
  }

  @Post('signatures/signHash')
  sign(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.reply(request, response, async (asked) => {
      const wanted = {
        credential: text(asked['credentialID']),
        hashes: texts(asked['hashes']),
        SAD: text(asked['SAD']),
        algorithm: text(asked['hashAlgorithmOID']),
      };
      const key = request.get('idempotency-key') ?? wanted.SAD;
      return { signatures: await this.simulator.sign(wanted, key) };
    });
  }

  @Post('signatures/timestamp')
  timeStamp(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.reply(request, response, async (asked) => ({
      timestamp: (await this.simulator.timeStamp(text(asked['hash']))).toString('base64'),
    }));
  }

  /** Says no as the standard does, and now and then nothing at all. */
  private async reply(
    request: Request,
    response: Response,
    answer: (asked: Asked) => object | Promise<object>,
  ): Promise<void> {
    if (!sameSecret(request.get('authorization') ?? '', `Bearer ${this.simulator.token}`)) {
      response.status(HttpStatus.UNAUTHORIZED).json({ error: 'invalid_token' });
    } else if (this.simulator.isDown()) response.status(HttpStatus.SERVICE_UNAVAILABLE).json({});
    else
      try {
        response.json(await answer(read(await readBody(request))));
      } catch (error) {
        if (!(error instanceof CscProblem)) throw error;
        response.status(error.status).json({ error: error.error });
      }
  }
}

/** JSON is read here: no page of the portal takes any. */
function read(body: Buffer): Asked {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (value !== null && typeof value === 'object') return value as Asked;
  } catch {
    // said below
  }
  throw new CscProblem(HttpStatus.BAD_REQUEST, 'invalid_request');
}

const METHODS = [
  'credentials/list',
  'credentials/info',
  'credentials/authorize',
  'credentials/authorizeCheck',
  'signatures/signHash',
  'signatures/timestamp',
];

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
