import { Injectable } from '@nestjs/common';
import { LimitsService } from '../access/limits.service.js';
import { SessionsService } from '../access/sessions.service.js';
import { Sweep } from '../outbox/sweep.js';
import { DraftsService } from './drafts.service.js';

/** Deletes what nobody came back to: drafts with their files, sessions, counters of tries. */
@Injectable()
export class Purge {
  constructor(sweep: Sweep, drafts: DraftsService, sessions: SessionsService, limits: LimitsService) {
    sweep.add(async () => {
      await drafts.purge();
      await sessions.purge();
      await limits.purge();
    });
  }
}
