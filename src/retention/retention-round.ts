import type { Database } from './case-tables.js';
import { dueDossiers, type DueDossier } from './due-dossiers.js';
import { allDueFiles, eraseFile } from './due-files.js';
import { deleteOldDeliveries, eraseEndedInstances } from './ended-instances.js';
import { eraseDossier } from './erase-dossier.js';
import type { RetentionRules } from './retention-rules.js';

/** What a round needs: something to begin transactions with, and what the configuration and the procedures say. */
export interface Round {
  readonly database: Database & { transaction<Result>(work: (tx: Database) => Promise<Result>): Promise<Result> };
  readonly rules: RetentionRules;
  /** Of the history's chain. */
  readonly key: string;
  readonly now: Date;
  /** Process instances without a dossier that ended before are erased. */
  readonly before: Date;
}

export interface RoundResult {
  readonly dossiers: number;
  /** Of documents whose dossier stays. */
  readonly files: number;
  readonly processInstances: number;
  readonly deliveries: number;
}

/** Erases everything whose time has come: one transaction per dossier, then the rest in batches. */
export async function retentionRound({ database, rules, key, now, before }: Round): Promise<RoundResult> {
  let dossiers = 0;
  for await (const { id } of allDue(database, rules, now))
    if (await database.transaction((tx) => eraseDossier(tx, { id, rules, key, now }))) dossiers++;
  let files = 0;
  for await (const file of allDueFiles(database, rules, now))
    if (await database.transaction((tx) => eraseFile(tx, file, now))) files++;
  let processInstances = 0;
  for (let more = true; more;) {
    const batch = await database.transaction((tx) => eraseEndedInstances(tx, { before, key, now }));
    processInstances += batch.roots;
    ({ more } = batch);
  }
  let deliveries = 0;
  for (let more = true; more;) {
    const batch = await deleteOldDeliveries(database, before);
    deliveries += batch.deleted;
    ({ more } = batch);
  }
  return { dossiers, files, processInstances, deliveries };
}

/** Every dossier that is due, the oldest first; any number. */
export async function* allDue(database: Database, rules: RetentionRules, now: Date): AsyncGenerator<DueDossier> {
  for (let after: DueDossier | undefined; ;) {
    const some = await dueDossiers(database, rules, now, { after });
    yield* some;
    after = some.at(-1);
    if (!after) return;
  }
}
