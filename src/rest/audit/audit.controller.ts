import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { userTasks } from '../user-tasks/user-task-source.js';
import { visibleTasks } from '../user-tasks/visible-tasks.js';
import { auditLogs } from './audit-source.js';

class AuditSearch extends searchOf(auditLogs) {}

/** Who did what. */
@RestController()
export class AuditController {
  constructor(private readonly search: SearchService) {}

  @Post('audit-logs/search')
  @HttpCode(200)
  @Operation('searchAuditLogs', 'read-cases')
  find(@Body() query: AuditSearch) {
    return this.search.page(auditLogs, query);
  }

  @Get('audit-logs/:auditLogKey')
  @Operation('getAuditLog', 'read-cases')
  async get(@KeyParam('auditLogKey') auditLogKey: string) {
    return found(await this.search.one(auditLogs, { auditLogKey }), `audit log ${auditLogKey}`);
  }

  @Post('user-tasks/:userTaskKey/audit-logs/search')
  @HttpCode(200)
  @Operation('searchUserTaskAuditLogs', 'work-on-tasks')
  async ofTask(
    @KeyParam('userTaskKey') userTaskKey: string,
    @Body() query: AuditSearch,
    @CurrentCaller() caller: Caller,
  ) {
    found(await this.search.one(userTasks, { userTaskKey }, visibleTasks(caller)), `user task ${userTaskKey}`);
    return this.search.page(auditLogs, query, (parameters) => `h.data->>'task' = ${parameters.add(userTaskKey)}::text`);
  }
}
