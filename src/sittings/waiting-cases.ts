import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Variables } from '#engine';
import { isSeenBy, readerOf } from '../access/confidential-cases.js';
import type { CurrentAccount } from '../access/visitor.js';
import type { Actor } from '../history/actor.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import { mayWorkOn } from '../workflow/task-permission.js';
import { UserTaskRow } from '../workflow/user-task.entity.js';
import type { Body } from './sitting.entity.js';

/** A case that asks for a place on an agenda. */
export interface WaitingCase {
  /** The task that puts it there; or, when it has a date and yet no agenda, the one that waits for the decision. */
  readonly task: UserTaskRow;
  readonly dossierId: string | null;
  /** The dossier's number; empty without one. */
  readonly reference: string;
  readonly subject: string;
  readonly proposal: string;
}

interface Found {
  readonly id: string;
  readonly dossierId: string | null;
  readonly reference: string | null;
}

/** More than one agenda holds. */
const MOST = 500;

/**
 * Cases at the task with the header `sitting` = `agenda`, and those at `decision` that are on no open agenda (somebody gave the
 * date by hand, or the item was taken off). Header `body` says for whom, `college` without one. What is decided about and
 * what is proposed are the variables `collegeObjet` and `collegeProjet`: the contract of the block `college`.
 */
@Injectable()
export class WaitingCases {
  constructor(
    private readonly database: DataSource,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  /** Those that this actor may put on an agenda, and that are not too confidential for the account, the oldest first. */
  async of(body: Body, actor: Actor, reader: Pick<CurrentAccount, 'id' | 'clearance'>): Promise<WaitingCase[]> {
    const found = await this.database.query<Found[]>(
      `SELECT task.id, dossier.id AS "dossierId", dossier.reference
       FROM user_task task
       JOIN process_instance instance ON instance.id = task.process_instance_id
       LEFT JOIN dossier ON dossier.process_instance_key = instance.root_id
       WHERE task.state = 'created' AND task.headers ? 'sitting' AND (task.headers->>'sitting' = 'agenda'
           OR task.headers->>'sitting' = 'decision' AND NOT EXISTS (
             SELECT FROM agenda_item item JOIN sitting ON sitting.id = item.sitting_id
             WHERE item.process_instance_id = task.process_instance_id AND sitting.state <> 'closed'))
         AND coalesce(task.headers->>'body', 'college') = $1
         AND (dossier.id IS NULL OR ${isSeenBy('$2', '$3')})
       ORDER BY task.created_at, task.id LIMIT ${MOST}`,
      [body, ...readerOf(reader)],
    );
    const waiting = await Promise.all(found.map((one) => this.describe(one)));
    return waiting.filter((one) => one !== undefined).filter(({ task }) => mayWorkOn(task, actor));
  }

  private async describe({ id, dossierId, reference }: Found): Promise<WaitingCase | undefined> {
    const task = await this.database.manager.findOneBy(UserTaskRow, { id, state: 'created' });
    if (!task) return undefined;
    const variables = await this.processInstances.variables(task.processInstanceId, task.elementInstance);
    const [subject, proposal] = [textOf(variables, 'collegeObjet'), textOf(variables, 'collegeProjet')];
    return { task, dossierId, reference: reference ?? '', subject: subject || task.name, proposal };
  }
}

function textOf(variables: Variables, name: string): string {
  const value = variables[name];
  return typeof value === 'string' ? value : '';
}
