import { Body, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ProcessInstance } from '#engine';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { ProcessInstanceRow } from '../../workflow/process-instance.entity.js';
import { UserTaskRow } from '../../workflow/user-task.entity.js';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { formView } from '../models/form-view.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import type { Restriction } from '../search/search.js';
import { SearchService } from '../search/search.service.js';
import { TimelyReads } from '../search/timely-reads.js';
import { variables } from '../variables/variable-source.js';
import { Truncation } from '../variables/variables.controller.js';
import { VariablesService } from '../variables/variables.service.js';
import { userTasks } from './user-task-source.js';
import { visibleTasks } from './visible-tasks.js';

class TaskVariableSearch extends searchOf(variables) {}

/** What a person needs for a task: its form and what is known. */
@RestController('user-tasks/:userTaskKey')
export class TaskContentsController {
  constructor(
    private readonly reads: TimelyReads,
    private readonly search: SearchService,
    private readonly definitions: DefinitionsService,
    private readonly known: VariablesService,
  ) {}

  @Get('form')
  @Operation('getUserTaskForm', 'work-on-tasks')
  async form(
    @KeyParam('userTaskKey') key: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { form, processDefinitionId } = await this.task(key, caller);
    if (!form || !('formId' in form)) {
      response.status(204); // it has none, or one that is not ours
      return undefined;
    }
    const { formId, binding } = form;
    const row = await this.reads.inTime((database) =>
      this.definitions.resolve(database, 'form', formId, binding, processDefinitionId),
    );
    return formView(found(row, `deployed form "${formId}"`));
  }

  /** Of all scopes around the task, also those that are covered by a nearer one. */
  @Post('variables/search')
  @HttpCode(200)
  @Operation('searchUserTaskVariables', 'work-on-tasks')
  async all(
    @KeyParam('userTaskKey') key: string,
    @Body() query: TaskVariableSearch,
    @Query() _truncation: Truncation,
    @CurrentCaller() caller: Caller,
  ) {
    const { processInstanceId, elementInstance } = await this.task(key, caller);
    const state = await this.state(processInstanceId);
    return this.known.page(query, within(processInstanceId, scopesAround(state, elementInstance)));
  }

  /** As the task sees them: of each name the nearest one. */
  @Post('effective-variables/search')
  @HttpCode(200)
  @Operation('searchUserTaskEffectiveVariables', 'work-on-tasks')
  async effective(
    @KeyParam('userTaskKey') key: string,
    @Body() query: TaskVariableSearch,
    @Query() _truncation: Truncation,
    @CurrentCaller() caller: Caller,
  ) {
    const { processInstanceId, elementInstance } = await this.task(key, caller);
    const state = await this.state(processInstanceId);
    const scopes = scopesAround(state, elementInstance);
    const nearest = new Map<string, string>();
    for (const scope of [...scopes].reverse())
      for (const name of Object.keys(state.elementInstances[scope]?.variables ?? {})) nearest.set(name, scope);
    return this.known.page(query, (parameters) => {
      const seen = `(x.scope, x.name) IN (SELECT * FROM unnest(${parameters.add([...nearest.values()])}::text[],
        ${parameters.add([...nearest.keys()])}::text[]))`;
      return `p.id = ${parameters.add(processInstanceId)} AND ${state.result ? 'true' : seen}`;
    });
  }

  private async task(userTaskKey: string, caller: Caller) {
    found(await this.search.one(userTasks, { userTaskKey }, visibleTasks(caller)), `user task ${userTaskKey}`);
    const row = await this.reads.inTime((database) => database.findOneBy(UserTaskRow, { id: userTaskKey }));
    return found(row, `user task ${userTaskKey}`);
  }

  private async state(processInstanceId: string): Promise<ProcessInstance> {
    const row = await this.reads.inTime((database) =>
      database.findOneBy(ProcessInstanceRow, { id: processInstanceId }),
    );
    return found(row, `process instance ${processInstanceId}`).state;
  }
}

/** From the element instance outwards; of one that is gone, the process itself. */
function scopesAround({ elementInstances }: ProcessInstance, elementInstance: string): string[] {
  const scopes: string[] = [];
  for (let id: string | undefined = elementInstance; id !== undefined; id = elementInstances[id]?.parent)
    scopes.push(id);
  return elementInstances[elementInstance] ? scopes : ['1'];
}

function within(processInstanceId: string, scopes: readonly string[]): Restriction {
  return (parameters) =>
    `p.id = ${parameters.add(processInstanceId)} AND x.scope = ANY(${parameters.add(scopes)}::text[])`;
}
