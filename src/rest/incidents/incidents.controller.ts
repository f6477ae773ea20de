import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { IncidentsService } from '../../workflow/incidents.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { elementInstances } from '../element-instances/element-instance-source.js';
import { processInstances } from '../process-instances/process-instance-source.js';
import { readElementInstanceKey } from '../protocol/element-instance-key.js';
import { KeyParam } from '../protocol/key.js';
import { OperationReference } from '../protocol/operation-reference.js';
import { Operation } from '../protocol/operation.js';
import { accepted, found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { incidents } from './incident-source.js';

class IncidentSearch extends searchOf(incidents) {}

/** What waits for a person: of all instances, of one and those it called, of one element. */
@RestController()
export class IncidentsController {
  constructor(
    private readonly search: SearchService,
    private readonly incidents: IncidentsService,
  ) {}

  @Post('incidents/search')
  @HttpCode(200)
  @Operation('searchIncidents', 'read-cases')
  find(@Body() query: IncidentSearch) {
    return this.search.page(incidents, query);
  }

  @Get('incidents/:incidentKey')
  @Operation('getIncident', 'read-cases')
  async get(@KeyParam('incidentKey') incidentKey: string) {
    return found(await this.search.one(incidents, { incidentKey }), `incident ${incidentKey}`);
  }

  @Post('incidents/:incidentKey/resolution')
  @HttpCode(204)
  @Operation('resolveIncident', 'operate')
  async resolve(
    @KeyParam('incidentKey') key: string,
    @Body() _reference: OperationReference,
    @CurrentCaller() caller: Caller,
  ) {
    accepted(await this.incidents.resolve(key, actorOf(caller)));
  }

  @Post('process-instances/:processInstanceKey/incidents/search')
  @HttpCode(200)
  @Operation('searchProcessInstanceIncidents', 'read-cases')
  async ofInstance(@KeyParam('processInstanceKey') processInstanceKey: string, @Body() query: IncidentSearch) {
    const asked = await this.search.one(processInstances, { processInstanceKey });
    const { processInstanceKey: key } = found(asked, `process instance ${processInstanceKey}`);
    return this.search.page(incidents, query, (parameters) => {
      const place = parameters.add(key);
      return `i.process_instance_id = ${place} OR i.process_instance_id IN (
        SELECT id FROM process_instance WHERE root_id = ${place})`;
    });
  }

  @Post('element-instances/:elementInstanceKey/incidents/search')
  @HttpCode(200)
  @Operation('searchElementInstanceIncidents', 'read-cases')
  async ofElement(@KeyParam('elementInstanceKey') elementInstanceKey: string, @Body() query: IncidentSearch) {
    const asked = await this.search.one(elementInstances, { elementInstanceKey });
    found(asked, `element instance ${elementInstanceKey}`);
    const { processInstanceKey, elementInstance } = readElementInstanceKey(elementInstanceKey);
    return this.search.page(incidents, query, (parameters) => {
      const [instance, element] = [parameters.add(processInstanceKey), parameters.add(elementInstance)];
      return `i.process_instance_id = ${instance} AND i.element_instance = ${element}`;
    });
  }
}
