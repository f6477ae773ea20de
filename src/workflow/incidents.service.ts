import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { Actor } from '../history/actor.js';
import { IncidentRow } from './incident.entity.js';
import { type Outcome, rejected } from './outcome.js';
import { ProcessInstancesService } from './process-instances.service.js';

/** What waits for an administrator. */
@Injectable()
export class IncidentsService {
  constructor(
    private readonly database: DataSource,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  /** Open ones, oldest first. */
  search(by: { processInstanceKey?: string } = {}): Promise<IncidentRow[]> {
    return this.database.getRepository(IncidentRow).find({
      where: { resolvedAt: IsNull(), ...(by.processInstanceKey && { processInstanceId: by.processInstanceKey }) },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: 500,
    });
  }

  /** Tries again what failed; when it fails again there is a new incident. */
  async resolve(incidentKey: string, actor: Actor): Promise<Outcome> {
    const row = await this.database.manager.findOneBy(IncidentRow, { id: incidentKey });
    if (!row) return rejected('no-such-incident', `There is no incident ${incidentKey}.`);
    const { processInstanceId, incident } = row;
    return this.processInstances.dispatch(processInstanceId, { type: 'resolve-incident', incident }, actor);
  }
}
