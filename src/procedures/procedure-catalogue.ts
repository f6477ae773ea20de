import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ShippedFolders } from './life-cycle/shipped-folders.js';
import { type Current, VersionsService } from './life-cycle/versions.service.js';
import type { Procedure } from './procedure.js';
import type { ProcedureDiagnostic } from './procedure-diagnostic.js';

/** How soon a program notices what another one has published. */
const EVERY_MILLISECONDS = 1_000;

/** A case: it stays on the version with which it began, until somebody takes it to another one. */
export interface OfProcedure {
  readonly procedureKey: string;
  /** Absent of the oldest cases, which are older than versions. */
  readonly procedureVersionId: string | null;
}

/** What the town offers, and the versions that its cases are on. */
@Injectable()
export class ProcedureCatalogue implements OnModuleInit, OnApplicationShutdown {
  private offered: ReadonlyMap<string, Procedure> = new Map();
  private known: ReadonlyMap<string, Procedure> = new Map();
  private shown = '';
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly shipped: ShippedFolders,
    private readonly versions: VersionsService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.shipped.deploy();
    await this.refresh();
    this.versions.onChange(() => this.refresh());
    this.timer = setInterval(() => void this.refresh().catch(() => undefined), EVERY_MILLISECONDS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Those that are offered now. */
  all(): Procedure[] {
    return [...this.offered.values()];
  }

  /** The one that is offered now under this key. */
  get(key: string): Procedure | undefined {
    return this.offered.get(key);
  }

  /** The same, or what it was when it was last offered: for its name in lists, and for rules about old cases. */
  named(key: string): Procedure | undefined {
    return this.known.get(key);
  }

  everKnown(): Procedure[] {
    return [...this.known.values()];
  }

  /** The version that a case is on, with its words. */
  of({ procedureKey, procedureVersionId }: OfProcedure): Promise<Procedure | undefined> {
    return procedureVersionId === null
      ? Promise.resolve(this.named(procedureKey))
      : this.versions.procedure(procedureVersionId);
  }

  /** What a draft fills: the version that it names, else what is offered now. */
  async filledBy(draft: OfProcedure): Promise<Procedure | undefined> {
    return draft.procedureVersionId === null ? this.get(draft.procedureKey) : this.of(draft);
  }

  /** Folders that could not be offered, and why. */
  refused(): ReadonlyMap<string, readonly ProcedureDiagnostic[]> {
    return this.shipped.refused();
  }

  private async refresh(): Promise<void> {
    const current = await this.versions.current();
    const shown = JSON.stringify(current);
    if (shown === this.shown) return;
    const read = await Promise.all(current.map(async (one) => [one, await this.versions.procedure(one.id)] as const));
    this.known = byKey(read);
    this.offered = byKey(
      read.filter(
        ([{ state }, procedure]) => state === 'published' && this.versions.inTheWayOf(procedure).length === 0,
      ),
    );
    this.shown = shown;
  }
}

function byKey(read: readonly (readonly [Current, Procedure])[]): ReadonlyMap<string, Procedure> {
  return new Map(read.map(([{ key }, procedure]) => [key, procedure]));
}
