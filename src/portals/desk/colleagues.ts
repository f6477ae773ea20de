import { Injectable } from '@nestjs/common';
import { AbsencesService } from '../../access/absences.service.js';
import { AccountsService } from '../../access/accounts.service.js';
import type { CurrentAccount } from '../../access/visitor.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';

export interface Colleague {
  readonly id: string;
  readonly name: string;
  /** Is away today. */
  readonly away: boolean;
}

/** To whom a task could be handed. */
@Injectable()
export class Colleagues {
  constructor(
    private readonly accounts: AccountsService,
    private readonly absences: AbsencesService,
  ) {}

  async of({ candidateGroups, assignee }: UserTaskRow, { id, departments }: CurrentAccount): Promise<Colleague[]> {
    const groups = candidateGroups.length > 0 ? candidateGroups : departments;
    const [agents, away] = await Promise.all([
      Promise.all(groups.map((group) => this.accounts.agentsOf(group))),
      this.absences.away(),
    ]);
    const others = agents.flat().filter((one) => one.id !== id && one.id !== assignee);
    const known = others.map((one) => [one.id, { id: one.id, name: one.name, away: away.includes(one.id) }] as const);
    return [...new Map(known).values()];
  }
}
