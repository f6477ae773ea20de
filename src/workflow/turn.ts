import type { Command, CompiledProcess, ProcessInstance } from '#engine';
import type { Keys } from '../database/keys.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { Changes } from './changes.js';
import type { DefinitionsService } from './definitions.service.js';
import type { Outcome } from './outcome.js';
import type { ProcessInstanceRow } from './process-instance.entity.js';

/** What an effect may ask of the host once the turn is saved: other instances of the same tree. */
export interface Host {
  startCalled(tx: Transaction, call: CalledStart): Promise<void>;
  cancelCalled(tx: Transaction, processInstanceKey: string, actor: Actor): Promise<void>;
  dispatchIn(tx: Transaction, processInstanceKey: string, command: Command, actor: Actor): Promise<Outcome>;
}

export interface CalledStart {
  readonly parent: Instance;
  readonly wait: string;
  readonly processDefinitionId: string;
  /** Other than the caller's. */
  readonly businessId?: string;
  readonly variables: ProcessInstance['result'];
  readonly catches: readonly string[];
  readonly actor: Actor;
}

/** The row without what a turn changes. */
export type Instance = Omit<ProcessInstanceRow, 'state' | 'status' | 'steps' | 'endedAt'> & {
  /** Of one that starts: words by which programs outside find it. */
  readonly tags?: readonly string[];
};

/** One command's work on one instance inside one transaction, from the lock to the save. */
export class Turn {
  readonly changes = new Changes();
  /** What the host answers at once: applied to the same instance before it is saved. */
  readonly answers: Command[] = [];
  /** What touches other instances: done after this one is saved. */
  readonly afterwards: ((host: Host) => Promise<unknown>)[] = [];
  /** Commands accepted in this turn. */
  steps = 1;

  constructor(
    readonly tx: Transaction,
    readonly instance: Instance,
    readonly process: CompiledProcess,
    /** As it was locked; absent when it is being started. */
    readonly before: ProcessInstance | undefined,
    readonly command: Command | undefined,
    readonly now: Date,
    readonly actor: Actor,
    readonly keys: Keys,
    readonly definitions: DefinitionsService,
  ) {}
}
