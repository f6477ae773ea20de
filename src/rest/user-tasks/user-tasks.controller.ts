import { Body, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { EditUserTaskService } from '../../workflow/edit-user-task.service.js';
import type { TaskChange } from '../../workflow/task-listeners.service.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { accepted, found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { People } from './people.service.js';
import { AssignmentBody, TaskChangeset, TaskCompletionBody, TaskUpdateBody } from './task-bodies.js';
import { userTasks } from './user-task-source.js';
import { notTooConfidential, visibleTasks } from './visible-tasks.js';

class UserTaskSearch extends searchOf(userTasks) {}

/** What people have to do. */
@RestController('user-tasks')
export class UserTasksController {
  constructor(
    private readonly search: SearchService,
    private readonly tasks: UserTasksService,
    private readonly editing: EditUserTaskService,
    private readonly people: People,
  ) {}

  @Post('search')
  @HttpCode(200)
  @Operation('searchUserTasks', 'work-on-tasks')
  find(@Body() query: UserTaskSearch, @CurrentCaller() caller: Caller) {
    return this.search.page(userTasks, query, visibleTasks(caller));
  }

  @Get(':userTaskKey')
  @Operation('getUserTask', 'work-on-tasks')
  async get(@KeyParam('userTaskKey') userTaskKey: string, @CurrentCaller() caller: Caller) {
    return found(await this.search.one(userTasks, { userTaskKey }, visibleTasks(caller)), `user task ${userTaskKey}`);
  }

  @Post(':userTaskKey/assignment')
  @HttpCode(204)
  @Operation('assignUserTask', 'work-on-tasks')
  async assign(@KeyParam('userTaskKey') key: string, @Body() body: AssignmentBody, @CurrentCaller() caller: Caller) {
    await this.open(key, caller);
    const assignee = await this.people.accountOf(body.assignee);
    const edit = { change: { assignee }, kind: 'task.assigned', override: body.allowOverride ?? true };
    accepted(await this.editing.edit(key, edit, actorOf(caller)));
  }

  @Delete(':userTaskKey/assignee')
  @HttpCode(204)
  @Operation('unassignUserTask', 'work-on-tasks')
  async unassign(@KeyParam('userTaskKey') key: string, @CurrentCaller() caller: Caller) {
    await this.open(key, caller);
    accepted(await this.tasks.unclaim(key, actorOf(caller)));
  }

  @Post(':userTaskKey/completion')
  @HttpCode(204)
  @Operation('completeUserTask', 'work-on-tasks')
  async complete(
    @KeyParam('userTaskKey') key: string,
    @Body() { variables }: TaskCompletionBody,
    @CurrentCaller() caller: Caller,
  ) {
    await this.open(key, caller);
    accepted(await this.tasks.complete(key, variables ?? {}, actorOf(caller)));
  }

  @Patch(':userTaskKey')
  @HttpCode(204)
  @Operation('updateUserTask', 'work-on-tasks')
  async update(@KeyParam('userTaskKey') key: string, @Body() body: TaskUpdateBody, @CurrentCaller() caller: Caller) {
    await this.change(key, body.changeset ?? {}, caller);
  }

  /** The address that `@camunda8/sdk` knows: the changeset is the whole body. */
  @Patch(':userTaskKey/update')
  @HttpCode(204)
  @Operation('updateUserTask', 'work-on-tasks')
  async updateBare(@KeyParam('userTaskKey') key: string, @Body() body: TaskChangeset, @CurrentCaller() caller: Caller) {
    await this.change(key, body, caller);
  }

  /** A task of a case that is too confidential for an agent is not there. */
  private async open(userTaskKey: string, caller: Caller): Promise<void> {
    const open = notTooConfidential(caller);
    if (open) found(await this.search.one(userTasks, { userTaskKey }, open), `user task ${userTaskKey}`);
  }

  private async change(key: string, changeset: TaskChangeset, caller: Caller): Promise<void> {
    await this.open(key, caller);
    const { dueDate, followUpDate, candidateUsers, candidateGroups, priority } = changeset;
    const change: TaskChange = {
      ...(dueDate !== undefined && { dueAt: dateOf(dueDate) }),
      ...(followUpDate !== undefined && { followUpAt: dateOf(followUpDate) }),
      ...(candidateUsers && { candidateUsers: await this.people.accountsOf(candidateUsers) }),
      ...(candidateGroups && { candidateGroups }),
      ...(typeof priority === 'number' && { priority }),
    };
    accepted(await this.editing.edit(key, { change, kind: 'task.updated', override: true }, actorOf(caller)));
  }
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
