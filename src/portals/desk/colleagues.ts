import { Injectable } from '@nestjs/common';
import { AbsencesService } from '../../access/absences.service.js';
import { AccountsService } from '../../access/accounts.service.js';
import { maySee } from '../../access/confidential-cases.js';
import type { CurrentAccount } from '../../access/visitor.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';

export interface Colleague {
  readonly id: string;
  readonly name: string;
  /** Is away today. */
  readonly away: boolean;
}

/** To whom a task could be handed: colleagues for whom the case is not too confidential. */
@Injectable()
export class Colleagues {
  constructor(
    private readonly accounts: AccountsService,
    private readonly absences: AbsencesService,
    private readonly dossiers: DossiersService,
  ) {}

  async of(
    { candidateGroups, assignee, processInstanceId }: UserTaskRow,
    { id, departments }: CurrentAccount,
  ): Promise<Colleague[]> {
    const groups = candidateGroups.length > 0 ? candidateGroups : departments;
    const [agents, away, dossier] = await Promise.all([
      Promise.all(groups.map((group) => this.accounts.agentsOf(group))),
      this.absences.away(),
      this.dossiers.byProcessInstance(processInstanceId),
    ]);
    const others = agents
      .flat()
      .filter((one) => one.id !== id && one.id !== assignee && (!dossier || maySee(one, dossier)));
    const known = others.map((one) => [one.id, { id: one.id, name: one.name, away: away.includes(one.id) }] as const);
    return [...new Map(known).values()];
  }
}
