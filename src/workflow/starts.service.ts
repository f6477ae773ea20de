import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Activation, type Rejection, startProblem, type Variables } from '#engine';
import { type InCompany, SharedTransactions } from '../database/shared-transactions.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { holdBusinessIds, keyOf } from './business-ids.js';
import { DefinitionsService, type KnownProcess, type WantedProcess } from './definitions.service.js';
import { rejected } from './outcome.js';
import { ProcessInstancesService } from './process-instances.service.js';
import type { SettledTurn } from './save-turns.js';
import { TurnsService } from './turns.service.js';

export interface WantedStart {
  readonly process: WantedProcess;
  readonly variables: Variables;
  /** At most one running instance of the process has it. */
  readonly businessId?: string;
  readonly tags?: readonly string[];
  /** Elements to begin in instead of the start event. */
  readonly at?: readonly Activation[];
  /** Elements after which the instance ends, whatever else goes on. */
  readonly terminateAfter?: readonly string[];
  readonly actor: Actor;
}

export type StartOutcome =
  { readonly processInstanceKey: string; readonly definition: KnownProcess } | { readonly rejection: Rejection };

const NOBODY_CALLED = { parentId: null, parentWait: null, startCorrelationKey: null };
/** In the place of an instance: one of the same transaction. */
const ONE_OF_US = 'one of us';

/**
 * Starts that nobody else's transaction is about. Those that come at the same time share one, as commands do
 * (`shared-turns.ts`). Rejected: `no-such-definition`, `business-id-taken`, and elements in which nothing can begin.
 */
@Injectable()
export class StartsService {
  private readonly shared: SharedTransactions<WantedStart, StartOutcome>;

  constructor(
    private readonly database: DataSource,
    private readonly definitions: DefinitionsService,
    private readonly turns: TurnsService,
    private readonly host: ProcessInstancesService,
  ) {
    this.shared = new SharedTransactions(database, (tx, all) => this.work(tx, all));
  }

  async start(wanted: WantedStart): Promise<StartOutcome> {
    const outcome = await this.shared.ask(wanted);
    if (outcome !== 'alone') return outcome;
    const [answer] = await this.database.transaction((tx) => this.work(tx, [wanted]));
    return answer as StartOutcome; // it has no company
  }

  private async work(tx: Transaction, all: readonly WantedStart[]): Promise<readonly InCompany<StartOutcome>[]> {
    const wantedProcesses = all.map(({ process }) => process);
    const processes = await this.definitions.findProcesses(tx, wantedProcesses);
    const names = all.map(({ businessId }, index) => {
      const { [index]: process } = processes;
      return process && businessId !== undefined ? { processId: process.processId, businessId } : undefined;
    });
    const claimed = names.filter((name) => name !== undefined);
    const holders = await holdBusinessIds(tx, claimed);
    const settled: SettledTurn[] = [];
    const answers: InCompany<StartOutcome>[] = [];
    for (const [index, wanted] of all.entries()) {
      const { [index]: definition } = processes;
      const name = names[index] && keyOf(names[index]);
      const holder = name === undefined ? undefined : holders.get(name);
      if (holder === ONE_OF_US) {
        answers.push('again');
        continue;
      }
      const rejection = await this.refuse(tx, wanted, definition, holder);
      if (rejection || !definition) {
        answers.push(rejection ?? noSuchProcess(wanted.process));
        continue;
      }
      const { id: processDefinitionId, processId } = definition;
      const { variables, businessId = null, tags, at, terminateAfter, actor } = wanted;
      const origin = { processDefinitionId, processId, businessId, tags, ...NOBODY_CALLED };
      const started = await this.turns.start(tx, origin, { variables, at, terminateAfter }, actor);
      if (name !== undefined) holders.set(name, ONE_OF_US);
      settled.push(started);
      answers.push({ processInstanceKey: started.turn.instance.id, definition });
    }
    if (settled.length > 0) await this.turns.save(tx, this.host, ...settled);
    return answers;
  }

  private async refuse(
    tx: Transaction,
    { at, terminateAfter, businessId }: WantedStart,
    definition: KnownProcess | undefined,
    holder: string | undefined,
  ): Promise<{ readonly rejection: Rejection } | undefined> {
    if (holder !== undefined)
      return rejected('business-id-taken', `Instance ${holder} has the business id "${businessId}".`);
    if (!definition || !(at ?? terminateAfter)) return undefined;
    const process = await this.definitions.compiled(definition.id, tx);
    const unknown = terminateAfter?.find((element) => !process.nodes.has(element));
    if (unknown !== undefined)
      return rejected('no-such-element', `Process "${definition.processId}" has no element "${unknown}".`);
    const rejection = at && startProblem(process, at);
    return rejection && { rejection };
  }
}

function noSuchProcess(process: WantedProcess) {
  if ('key' in process) return rejected('no-such-definition', `There is no process definition ${process.key}.`);
  const version = process.version === undefined ? '' : ` in version ${process.version}`;
  return rejected('no-such-definition', `There is no deployed process "${process.id}"${version}.`);
}
