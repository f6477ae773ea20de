import { Injectable } from '@nestjs/common';
import type { Value } from '#engine';
import { DossiersService } from '../dossiers/dossiers.service.js';
import { ProgressService } from '../dossiers/progress.service.js';
import { isPublicStatus, PUBLIC_STATUSES } from '../dossiers/public-status.js';
import { LANGS, type Lang } from '../forms/lang.js';
import type { Procedure } from '../procedures/procedure.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Tells the applicant how far the dossier is, in the status that everybody knows and in words of the procedure.
 *
 * Headers: `status`; `text` (a sentence of `announcements` in `texts/`; the variables of the job are its parameters).
 */
@Injectable()
export class SetStatusWorker implements Worker {
  constructor(
    private readonly procedures: ProcedureCatalogue,
    private readonly dossiers: DossiersService,
    private readonly progress: ProgressService,
  ) {}

  async work({ key: jobKey, headers, variables, procedureKey }: Job): Promise<Result> {
    const { status = '', text } = headers;
    if (!isPublicStatus(status))
      throw new Error(`The header "status" must be one of ${PUBLIC_STATUSES.join(', ')}, but is "${status}".`);
    const dossierId = textIn(variables['dossier'], 'id');
    if (dossierId === undefined) throw new Error('The process has no dossier whose status could be set.');
    // a block speaks in the words of the procedure that called it
    const wanted = textIn(variables['dossier'], 'procedure') ?? procedureKey;
    const dossier = await this.dossiers.byId(dossierId);
    const procedure = dossier ? await this.procedures.of(dossier) : this.procedures.named(wanted ?? '');
    if (text && !procedure) throw new Error(`There is no procedure "${wanted}" with a text "${text}".`);
    const texts = text && procedure ? announcement(procedure, text, variables) : undefined;
    await this.progress.announce(dossierId, { status, jobKey, ...(texts && { texts }) });
    return {};
  }
}

function announcement(procedure: Procedure, text: string, variables: Job['variables']): Record<Lang, string> {
  const key = `announcements.${text}`;
  const words = LANGS.map((lang) => [lang, procedure.text(lang, key, variables)] as const);
  if (words.some(([, sentence]) => sentence === key)) throw new Error(`The procedure has no text "${key}".`);
  return Object.fromEntries(words) as Record<Lang, string>;
}

function textIn(dossier: Value | undefined, name: 'id' | 'procedure'): string | undefined {
  const found = dossier && typeof dossier === 'object' ? (dossier as Record<string, Value>)[name] : undefined;
  return typeof found === 'string' ? found : undefined;
}
