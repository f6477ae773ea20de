import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AbsencesService } from '../../access/absences.service.js';
import { BasicAuthentication } from './basic-authentication.js';
import { BearerAuthentication } from './bearer-authentication.js';
import { asDeputy, type Caller } from './caller.js';
import { OpenDoor } from './open-door.js';

/** Finds out who calls, by what the request itself says. */
@Injectable()
export class Callers {
  constructor(
    private readonly basic: BasicAuthentication,
    private readonly bearer: BearerAuthentication,
    private readonly openDoor: OpenDoor,
    private readonly absences: AbsencesService,
  ) {}

  /** For whom an agent stands in is asked with every request: it ends, though the password is remembered. */
  async of(request: Request): Promise<Caller | undefined> {
    const caller = await this.sayingSo(request);
    if (caller?.role !== 'agent' || !caller.accountId) return caller;
    return asDeputy(caller, await this.absences.standsInFor(caller.accountId));
  }

  private async sayingSo(request: Request): Promise<Caller | undefined> {
    const [scheme = '', credentials = ''] = (request.get('authorization') ?? '').split(' ', 2);
    if (scheme.toLowerCase() === 'basic') return this.basic.caller(request, credentials);
    if (scheme.toLowerCase() === 'bearer') return this.bearer.caller(credentials);
    return scheme === '' ? this.openDoor.caller(request) : undefined;
  }
}
