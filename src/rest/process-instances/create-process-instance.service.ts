import { Injectable } from '@nestjs/common';
import type { Actor } from '../../history/actor.js';
import type { KnownProcess } from '../../workflow/definitions.service.js';
import { StartsService } from '../../workflow/starts.service.js';
import { rejectedProblem } from '../protocol/problem.js';
import type { NewProcessInstance } from './new-process-instance.js';

export interface Started {
  readonly processInstanceKey: string;
  readonly definition: KnownProcess;
}

/** Starts an instance for a program. */
@Injectable()
export class CreateProcessInstance {
  constructor(private readonly starts: StartsService) {}

  async start(wanted: NewProcessInstance, actor: Actor): Promise<Started> {
    const { processDefinitionKey: key, processDefinitionId: id = '', processDefinitionVersion: version = -1 } = wanted;
    const { businessId, variables = {}, tags, startInstructions = [], runtimeInstructions = [] } = wanted;
    const terminateAfter = runtimeInstructions.map(({ afterElementId }) => afterElementId);
    const at = startInstructions.map(({ elementId: element }) => ({ element }));
    const outcome = await this.starts.start({
      process: key === undefined ? { id, ...(version > 0 && { version }) } : { key },
      ...{ variables, businessId, tags, actor },
      ...(at.length > 0 && { at }),
      ...(terminateAfter.length > 0 && { terminateAfter }),
    });
    if ('rejection' in outcome) throw rejectedProblem(outcome.rejection);
    return outcome;
  }
}
