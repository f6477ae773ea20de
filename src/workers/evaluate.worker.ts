import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { compileExpression, type Value } from '#engine';
import { Clock } from '../clock.js';
import { DefinitionsService } from '../workflow/definitions.service.js';
import { verdictOf } from './verdict.js';
import type { Job, Result, Worker } from './worker.js';

/** Says of which task event a job is a listener. */
const EVENT = 'io.camunda.zeebe:action';

/**
 * Works something out from the variables of the job.
 *
 * Headers: `expression` (FEEL) or `decision` (id of a DMN decision, of the procedure's own deployment when it has one, else
 * the latest); `resultVariable`. Without a result variable it is a rule for a task listener, see `verdict.ts`.
 *
 * Task listeners have no headers of their own in the Camunda 8 dialect: those of the task are theirs. `completing.expression`
 * is for listeners of that event alone.
 */
@Injectable()
export class EvaluateWorker implements Worker {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly definitions: DefinitionsService,
  ) {}

  async work(job: Job): Promise<Result> {
    const { expression, decision, resultVariable } = await this.headersOf(job);
    if ((expression === undefined) === (decision === undefined))
      throw new Error('Expected one of the headers "expression" and "decision".');
    const value = expression === undefined ? await this.decide(job, decision!) : this.evaluate(job, expression);
    return resultVariable ? { variables: { [resultVariable]: value } } : verdictOf(value);
  }

  private async headersOf({ headers, processDefinitionKey, element }: Job): Promise<Job['headers']> {
    const event = headers[EVENT];
    if (event === undefined) return headers;
    const { nodes } = await this.definitions.compiled(processDefinitionKey);
    const { headers: all = {} } = nodes.get(element) as { headers?: Job['headers'] };
    const own = Object.entries(all).filter(([name]) => name.startsWith(`${event}.`));
    return own.length > 0 ? Object.fromEntries(own.map(([name, value]) => [name.slice(event.length + 1), value])) : all;
  }

  private evaluate({ key, variables }: Job, text: string): Value {
    const { value, failure } = compileExpression(text.replace(/^\s*=/, '')).evaluate(
      variables,
      this.clock.now().getTime(),
      key,
    );
    if (failure !== undefined) throw new Error(failure);
    return value;
  }

  private async decide({ variables, processDefinitionKey }: Job, decisionId: string): Promise<Value> {
    const question = { decisionId, variables, caller: processDefinitionKey, now: this.clock.now() };
    const { manager } = this.database;
    const own = await this.definitions.resolve(
      manager,
      'decision',
      decisionId,
      { type: 'deployment' },
      processDefinitionKey,
    );
    const binding = { type: own ? 'deployment' : 'latest' } as const;
    const { result } = await this.definitions.decide(manager, { ...question, binding });
    if ('failure' in result) throw new Error(result.failure);
    return result.value;
  }
}
