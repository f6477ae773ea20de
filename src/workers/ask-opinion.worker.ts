import { Injectable } from '@nestjs/common';
import { readDuration } from '../clock.js';
import { DossiersService } from '../dossiers/dossiers.service.js';
import { isLang } from '../forms/lang.js';
import { endOfDay } from '../opinions/deadline.js';
import { OpinionRequests } from '../opinions/requests.service.js';
import { flagIn, textIn } from './opinion-variables.js';
import type { Job, Result, Worker } from './worker.js';

/** How long a link outlives its deadline, so that late opinions come in. */
const USUAL_VALIDITY = 'P90D';

/**
 * Asks `opinionsConseiller` for an opinion, and writes to it with `messages/<template>.njk` when it has an address. A body
 * outside the town (`externe`) gets a link by which it answers without an account.
 *
 * Variables: `opinionsConseiller` (`service`, and may have `nom`, `courriel`, `langue`, `externe`), `opinionsQuestion`,
 * `opinionsEcheance` (a date). Headers: `template`, `task` (id of the user task that the opinion completes), `validity`
 * (ISO 8601 duration after the deadline). Result: `opinionsDemande`.
 */
@Injectable()
export class AskOpinionWorker implements Worker {
  constructor(
    private readonly requests: OpinionRequests,
    private readonly dossiers: DossiersService,
  ) {}

  async work({ key: jobKey, headers, variables, processInstanceKey: processInstanceId }: Job): Promise<Result> {
    const { template, task, validity = USUAL_VALIDITY } = headers;
    if (!template || !task) throw new Error('The headers "template" and "task" must be there.');
    const dossier = await this.dossiers.byId(textIn(variables['dossier'], 'id') ?? '0');
    if (!dossier) throw new Error('The process has no dossier about which an opinion could be asked.');
    const adviser = variables['opinionsConseiller'];
    const service = textIn(adviser, 'service');
    if (!service) throw new Error('"opinionsConseiller" must have a "service".');
    const email = textIn(adviser, 'courriel') ?? null;
    const outside = flagIn(adviser, 'externe');
    if (outside && !email)
      throw new Error(
        `"${service}" is outside the town (externe), so it must have a "courriel": it answers by a link.`,
      );
    const { opinionsEcheance: day, opinionsQuestion: question } = variables;
    const dueAt = typeof day === 'string' ? endOfDay(day) : undefined;
    if (!dueAt) throw new Error('"opinionsEcheance" must be a date such as 2026-03-16.');
    const longer = readDuration(validity);
    if (longer === undefined || longer < 0)
      throw new Error(
        `The header "validity" must be an ISO 8601 duration such as ${USUAL_VALIDITY}, but is "${validity}".`,
      );
    const language = textIn(adviser, 'langue');
    const request = await this.requests.ask(
      {
        ...{ jobKey, dossierId: dossier.id, processInstanceId, task, template, email, outside, dueAt },
        adviser: service,
        name: textIn(adviser, 'nom') ?? service,
        lang: isLang(language) ? language : 'fr',
        question: typeof question === 'string' ? question : '',
        openUntil: new Date(dueAt.getTime() + longer),
      },
      variables,
    );
    return { variables: { opinionsDemande: request.id } };
  }
}
