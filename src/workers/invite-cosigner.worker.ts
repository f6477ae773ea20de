import { Injectable } from '@nestjs/common';
import { CosignatureInvitations } from '../cosignatures/invitations.service.js';
import { DossiersService } from '../dossiers/dossiers.service.js';
import { isLang } from '../forms/lang.js';
import { textIn } from './opinion-variables.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Sends `cosignPersonne` (`nom`, `courriel`, and may have `langue`) a link by which they confirm or refuse the request without
 * an account, with `messages/<template>.njk`, which is given `cosignJeton`. They see the answers to the questions that
 * `cosignMontre` names. Result: `cosignDemande`, the key of the message `co-sign-reponse`. Without a `courriel` it answers with
 * the BPMN error `sans-adresse`.
 */
@Injectable()
export class InviteCosignerWorker implements Worker {
  constructor(
    private readonly invitations: CosignatureInvitations,
    private readonly dossiers: DossiersService,
  ) {}

  async work({ key: jobKey, headers: { template }, variables }: Job): Promise<Result> {
    if (!template) throw new Error('The header "template" is missing.');
    const { cosignMontre: sees, cosignPersonne: person } = variables;
    const dossier = await this.dossiers.byId(textIn(variables['dossier'], 'id') ?? '0');
    if (!dossier) throw new Error('The process has no dossier that somebody could confirm.');
    const [name, email, language] = ['nom', 'courriel', 'langue'].map((part) => textIn(person, part));
    if (!name) throw new Error('"cosignPersonne" must have a "nom".');
    if (!email) return { error: { code: 'sans-adresse', message: `${name} has no address.` } };
    const questions = Array.isArray(sees) ? sees.filter((one): one is string => typeof one === 'string') : [];
    const lang = isLang(language) ? language : dossier.lang;
    const wanted = { jobKey, dossierId: dossier.id, name, email, lang, sees: questions };
    const { id } = await this.invitations.invite(wanted, { template, variables });
    return { variables: { cosignDemande: id } };
  }
}
