import { Injectable } from '@nestjs/common';
import type { UserTaskChange } from '#engine';
import { People } from '../user-tasks/people.service.js';
import type { Corrections } from './job-bodies.js';

/** What a task listener says about its task, in the engine's words: accounts by key, dates as instants. */
@Injectable()
export class TaskCorrections {
  constructor(private readonly people: People) {}

  async changeOf(corrections: Corrections): Promise<UserTaskChange> {
    const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority } = corrections;
    return {
      ...(typeof assignee === 'string' && { assignee: assignee === '' ? null : await this.people.accountOf(assignee) }),
      ...(candidateGroups && { candidateGroups }),
      ...(candidateUsers && { candidateUsers: await this.people.accountsOf(candidateUsers) }),
      ...(typeof dueDate === 'string' && { dueAt: instantOf(dueDate) }),
      ...(typeof followUpDate === 'string' && { followUpAt: instantOf(followUpDate) }),
      ...(typeof priority === 'number' && { priority }),
    };
  }
}

function instantOf(text: string): number | null {
  return text === '' ? null : Date.parse(text);
}
