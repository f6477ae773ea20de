import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { Command, Variables } from '#engine';
import type { Actor } from '../history/actor.js';
import type { HistoryNote } from './changes.js';
import { DefinitionsService } from './definitions.service.js';
import { IncidentRow } from './incident.entity.js';
import { lockInstance } from './lock-instance.js';
import { type Outcome, rejected } from './outcome.js';
import { ProcessInstancesService } from './process-instances.service.js';

/** An element of the model, as it is named there. */
export interface NamedElement {
  readonly id: string;
  readonly name: string;
}

/** An incident with what a person needs to mend it. */
export interface BrokenElement {
  readonly incident: IncidentRow;
  readonly element: NamedElement;
  /** Where its flows lead. */
  readonly next: readonly NamedElement[];
  /** What the element sees. */
  readonly variables: Variables;
}

/** Mends what an incident is about: with other variables, or by going on behind the element. Why is part of the history. */
@Injectable()
export class IncidentRepairService {
  constructor(
    private readonly database: DataSource,
    private readonly definitions: DefinitionsService,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  /** Undefined when there is no such incident, or none any more. */
  async find(incidentKey: string): Promise<BrokenElement | undefined> {
    const { manager } = this.database;
    const incident = await manager.findOneBy(IncidentRow, { id: incidentKey, resolvedAt: IsNull() });
    const instance = incident && (await this.processInstances.get(incident.processInstanceId));
    if (!instance) return undefined;
    const { nodes } = await this.definitions.compiled(instance.processDefinitionId);
    const named = (id: string): NamedElement => ({ id, name: nodes.get(id)?.name ?? id });
    const targets = (nodes.get(incident.element)?.outgoing ?? []).map(({ target }) => target);
    return {
      incident,
      element: named(incident.element),
      next: [...new Set(targets)].map(named),
      variables: await this.processInstances.variables(instance.id, incident.elementInstance),
    };
  }

  /** Tries again, with `variables` in place of what is there. When it fails again there is a new incident. */
  retry(incidentKey: string, variables: Variables, reason: string, actor: Actor): Promise<Outcome> {
    return this.mend(incidentKey, actor, ({ incident, element, elementInstance }) => {
      const changed = Object.keys(variables);
      const set: Command[] = changed.length > 0 ? [{ type: 'set-variables', elementInstance, variables }] : [];
      const data = { element, reason, ...(changed.length > 0 && { changed }) };
      return {
        commands: [...set, { type: 'resolve-incident', incident }],
        note: { kind: 'incident.retried', data },
      };
    });
  }

  /** Takes the element away and goes on at `target`, one of those to which its flows lead. */
  async skip(incidentKey: string, target: string, reason: string, actor: Actor): Promise<Outcome> {
    const broken = await this.find(incidentKey);
    if (!broken) return gone(incidentKey);
    if (!broken.next.some(({ id }) => id === target))
      return rejected('no-such-target', `No flow leads from ${broken.element.id} to ${target}.`);
    return this.mend(incidentKey, actor, ({ element, elementInstance }) => ({
      commands: [{ type: 'modify', activate: [{ element: target }], terminate: [elementInstance] }],
      note: { kind: 'incident.skipped', data: { element, target, reason } },
    }));
  }

  /** All commands or none: what the first has done is taken back when the second is rejected. */
  private async mend(
    incidentKey: string,
    actor: Actor,
    plan: (incident: IncidentRow) => { commands: readonly Command[]; note: HistoryNote },
  ): Promise<Outcome> {
    const refused: { outcome?: Outcome } = {};
    try {
      return await this.database.transaction(async (tx) => {
        const found = await tx.findOneBy(IncidentRow, { id: incidentKey });
        const instance = found && (await lockInstance(tx, found.processInstanceId));
        const incident = await tx.findOneBy(IncidentRow, { id: incidentKey, resolvedAt: IsNull() });
        if (!instance || !incident) return gone(incidentKey);
        const { commands, note } = plan(incident);
        for (const [index, command] of commands.entries()) {
          const last = index === commands.length - 1;
          const outcome = await this.processInstances.dispatchIn(
            tx,
            instance.id,
            command,
            actor,
            last ? note : undefined,
          );
          if ('rejection' in outcome) {
            refused.outcome = outcome;
            throw new Error(outcome.rejection.message);
          }
        }
        return { accepted: true };
      });
    } catch (error) {
      if (refused.outcome) return refused.outcome;
      throw error;
    }
  }
}

function gone(incidentKey: string): Outcome {
  return rejected('no-such-incident', `There is no open incident ${incidentKey}.`);
}
