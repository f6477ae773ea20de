import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock.js';
import type { Transaction } from '../../database/transaction.js';
import type { Actor } from '../../history/actor.js';
import { History } from '../../history/history.js';
import { type DeploymentResult, DeploymentsService } from '../../workflow/deployments.service.js';
import type { Material } from '../material.js';
import type { Procedure } from '../procedure.js';
import type { ProcedureDiagnostic } from '../procedure-diagnostic.js';
import { ProcedureVersion } from './procedure-version.entity.js';
import type { State } from './states.js';
import { VersionsService } from './versions.service.js';

/** Something is wrong with a version that is to be used: nothing of the transaction may stay. */
export class Unusable extends Error {
  override readonly name = 'Unusable';

  constructor(readonly diagnostics: readonly ProcedureDiagnostic[]) {
    super(diagnostics.map(({ message }) => message).join(' '));
  }
}

/** Who does it, and why. */
export interface Cause {
  readonly actor: Actor;
  readonly reason: string;
}

/** Makes versions known to the engine, and says in their history what became of them. */
@Injectable()
export class PublicationService {
  constructor(
    private readonly clock: Clock,
    private readonly history: History,
    private readonly deployments: DeploymentsService,
    private readonly versions: VersionsService,
  ) {}

  /** From now on this version is offered, and no longer the one before. */
  async offer(tx: Transaction, version: ProcedureVersion, effectiveFrom: Date, cause: Cause): Promise<void> {
    const procedure = await this.versions.procedure(version.id, tx);
    const before = await tx.findOneBy(ProcedureVersion, { procedureKey: version.procedureKey, state: 'published' });
    if (before && before.id !== version.id) await this.change(tx, before, 'replaced', cause, { by: version.number });
    for (const block of procedure.blocks) refuseErrors(await this.deploy(tx, block));
    const result = refuseErrors(await this.deploy(tx, procedure));
    const { key: definitionId, isNew } = processOf(result, procedure);
    if (!isNew) await this.deployments.listen(tx, definitionId, true);
    await this.change(tx, version, 'published', cause, { from: effectiveFrom }, { definitionId, effectiveFrom });
  }

  /** What its tests run on; made once. */
  async tried(tx: Transaction, version: ProcedureVersion): Promise<string> {
    if (version.testDefinitionId) return version.testDefinitionId;
    const procedure = await this.versions.procedure(version.id, tx);
    const resources = [...procedure.blocks, procedure].flatMap((one) => [...one.resources]);
    const test = { resources, procedureKey: procedure.key, test: true };
    return processOf(refuseErrors(await this.deployments.deploy(tx, test)), procedure).key;
  }

  /** Nothing starts it any more. */
  async silence(tx: Transaction, { definitionId }: ProcedureVersion): Promise<void> {
    if (definitionId) await this.deployments.listen(tx, definitionId, false);
  }

  async change(
    tx: Transaction,
    version: ProcedureVersion,
    state: State,
    cause: Cause,
    data: object = {},
    others: Partial<Pick<ProcedureVersion, 'definitionId' | 'effectiveFrom' | 'testToken' | 'testDefinitionId'>> = {},
  ): Promise<void> {
    await tx.update(ProcedureVersion, version.id, { state, ...others });
    await this.record(tx, version, state, cause, data);
  }

  /** The case of these entries is the version: keys are unique among all tables, and so they are part of the chain. */
  record(tx: Transaction, version: ProcedureVersion, event: string, cause: Cause, data: object = {}): Promise<void> {
    const { id: dossierId, procedureKey: procedure, number } = version;
    const { actor, reason } = cause;
    const kind = `procedure.${event}`;
    const all = { procedure, version: number, reason, ...data };
    return this.history.append(tx, { dossierId, kind, actor, at: this.clock.now(), data: all });
  }

  /** Why it is as it is: what was said when it was last changed. */
  async reasonOf(tx: Transaction, { id }: ProcedureVersion): Promise<string> {
    const [entry] = await tx.query<{ reason: string }[]>(
      `SELECT data->>'reason' AS reason FROM history_entry WHERE dossier_id = $1 ORDER BY id DESC LIMIT 1`,
      [id],
    );
    return entry?.reason ?? '';
  }

  private deploy(tx: Transaction, { key, resources }: Material): Promise<DeploymentResult> {
    return this.deployments.deploy(tx, { resources, procedureKey: key });
  }
}

function processOf({ definitions }: DeploymentResult, { key }: Procedure): DeploymentResult['definitions'][number] {
  const process = definitions.filter(({ kind, id }) => kind === 'process' && id === key).at(-1);
  if (!process) throw new Error(`Expected a process "${key}" among what was deployed.`);
  return process;
}

function refuseErrors(result: DeploymentResult): DeploymentResult {
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Unusable(errors.map(({ resource, ...one }) => ({ ...one, file: resource })));
  return result;
}
