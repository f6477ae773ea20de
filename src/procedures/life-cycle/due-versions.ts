import { Injectable } from '@nestjs/common';
import { Sweep } from '../../outbox/sweep.js';
import { LifeCycleService } from './life-cycle.service.js';

/** Offers the versions whose date has come, with every sweep. */
@Injectable()
export class DueVersions {
  constructor(lifeCycle: LifeCycleService, sweep: Sweep) {
    sweep.add(() => lifeCycle.offerDue());
  }
}
