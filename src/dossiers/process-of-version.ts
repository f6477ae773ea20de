import type { Transaction } from '../database/transaction.js';
import { isOpenToTests } from '../procedures/life-cycle/states.js';
import { ProcedureVersion } from '../procedures/life-cycle/procedure-version.entity.js';

/** The process that a new case of a version runs: that of its tests, or the real one. Undefined when it takes none (any more). */
export async function processOfVersion(
  tx: Transaction,
  versionId: string,
  { test }: { readonly test: boolean },
): Promise<string | undefined> {
  const version = await tx.findOneBy(ProcedureVersion, { id: versionId });
  if (!version) return undefined;
  if (test) return isOpenToTests(version.state) ? (version.testDefinitionId ?? undefined) : undefined;
  // another program may have replaced it a moment ago, while this one still showed it
  return ['published', 'replaced'].includes(version.state) ? (version.definitionId ?? undefined) : undefined;
}
