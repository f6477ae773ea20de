import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import type { Answers } from '../forms/form.js';
import type { Actor } from '../history/actor.js';
import { LATE_OPINION } from '../procedures/opinion-words.js';
import { MessagesService } from '../workflow/messages.service.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import type { UserTaskRow } from '../workflow/user-task.entity.js';
import type { OpinionRequest } from './opinion-request.entity.js';

/** What an opinion does to its process. */
@Injectable()
export class OpinionCompletion {
  constructor(
    private readonly instances: ProcessInstancesService,
    private readonly messages: MessagesService,
  ) {}

  /** False when the task was no longer open. */
  async complete(
    tx: Transaction,
    { id, wait, element, processInstanceId }: UserTaskRow,
    variables: Answers,
    actor: Actor,
  ) {
    const command = { type: 'complete-user-task', wait, variables, by: actor.accountId } as const;
    const note = { kind: 'task.completed', data: { task: id, element } };
    const outcome = await this.instances.dispatchIn(tx, processInstanceId, command, actor, note);
    return 'accepted' in outcome;
  }

  /** Nobody may be waiting for it: the dossier has it all the same. */
  tellProcess(tx: Transaction, { id }: OpinionRequest, { reference }: Dossier, opinion: Answers): Promise<void> {
    return this.messages.publish(tx, {
      name: LATE_OPINION,
      correlationKey: reference,
      variables: { opinionTardive: opinion },
      messageId: `opinion-${id}`,
      timeToLive: 'PT0S',
    });
  }
}
