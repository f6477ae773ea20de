import { Body, Get, Header, HttpCode, Post } from '@nestjs/common';
import { IsNotEmpty, IsObject, IsOptional, IsString, ValidateIf } from 'class-validator';
import { DataSource } from 'typeorm';
import { evaluateDecision, type Variables } from '#engine';
import { Clock } from '../../clock.js';
import { DefinitionRow } from '../../workflow/definition.entity.js';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { recordDecision } from '../../workflow/record-decision.js';
import { decisionDefinitions, decisionRequirements } from '../models/definition-sources.js';
import { Key, KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { Tenant } from '../protocol/tenant.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { TimelyReads } from '../search/timely-reads.js';
import { evaluationView } from './evaluation-view.js';

class DecisionSearch extends searchOf(decisionDefinitions) {}
class RequirementsSearch extends searchOf(decisionRequirements) {}

class EvaluationBody {
  @ValidateIf(({ decisionDefinitionKey }: EvaluationBody) => !decisionDefinitionKey)
  @IsString()
  @IsNotEmpty()
  decisionDefinitionId?: string;

  @ValidateIf(({ decisionDefinitionKey }: EvaluationBody) => decisionDefinitionKey !== undefined)
  @Key()
  decisionDefinitionKey?: string;

  @IsOptional() @IsObject() variables?: Variables;
  @Tenant() tenantId?: string;
}

/** Deployed decisions and the graphs they are part of; asking them. */
@RestController()
export class DecisionsController {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly search: SearchService,
    private readonly reads: TimelyReads,
    private readonly definitions: DefinitionsService,
  ) {}

  @Post('decision-definitions/search')
  @HttpCode(200)
  @Operation('searchDecisionDefinitions', 'read-models')
  find(@Body() query: DecisionSearch) {
    return this.search.page(decisionDefinitions, query);
  }

  @Post('decision-definitions/evaluation')
  @HttpCode(200)
  @Operation('evaluateDecision', 'evaluate')
  async evaluate(@Body() { decisionDefinitionId, decisionDefinitionKey, variables = {} }: EvaluationBody) {
    const row = decisionDefinitionKey
      ? await this.database.manager.findOneBy(DefinitionRow, { id: decisionDefinitionKey, kind: 'decision' })
      : await this.definitions.latest('decision', decisionDefinitionId ?? '');
    const decision = found(row, `deployed decision ${decisionDefinitionKey ?? `"${decisionDefinitionId}"`}`);
    const model = await this.definitions.decisionModel(decision);
    const at = this.clock.now();
    const result = evaluateDecision(model, decision.definitionId, variables, at.getTime());
    const key = await recordDecision(this.database.manager, { decision, result, at });
    const siblings = await this.database.manager.findBy(DefinitionRow, { checksum: decision.checksum });
    return evaluationView(decision, siblings, result, key);
  }

  @Get('decision-definitions/:decisionDefinitionKey')
  @Operation('getDecisionDefinition', 'read-models')
  async get(@KeyParam('decisionDefinitionKey') decisionDefinitionKey: string) {
    const row = await this.search.one(decisionDefinitions, { decisionDefinitionKey });
    return found(row, `decision definition ${decisionDefinitionKey}`);
  }

  @Get('decision-definitions/:decisionDefinitionKey/xml')
  @Header('Content-Type', 'text/xml; charset=utf-8')
  @Operation('getDecisionDefinitionXml', 'read-models')
  xml(@KeyParam('decisionDefinitionKey') key: string): Promise<string> {
    return this.content(key, 'decision');
  }

  @Post('decision-requirements/search')
  @HttpCode(200)
  @Operation('searchDecisionRequirements', 'read-models')
  findRequirements(@Body() query: RequirementsSearch) {
    return this.search.page(decisionRequirements, query);
  }

  @Get('decision-requirements/:decisionRequirementsKey')
  @Operation('getDecisionRequirements', 'read-models')
  async requirements(@KeyParam('decisionRequirementsKey') decisionRequirementsKey: string) {
    const row = await this.search.one(decisionRequirements, { decisionRequirementsKey });
    return found(row, `decision requirements ${decisionRequirementsKey}`);
  }

  @Get('decision-requirements/:decisionRequirementsKey/xml')
  @Header('Content-Type', 'text/xml; charset=utf-8')
  @Operation('getDecisionRequirementsXml', 'read-models')
  requirementsXml(@KeyParam('decisionRequirementsKey') key: string): Promise<string> {
    return this.content(key, 'requirements');
  }

  private async content(key: string, kind: DefinitionRow['kind']): Promise<string> {
    const row = await this.reads.inTime((database) => this.definitions.get(key, database));
    return found(row?.kind === kind ? row : null, `${kind} ${key}`).content;
  }
}
