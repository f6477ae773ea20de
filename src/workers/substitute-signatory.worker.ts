import { Injectable } from '@nestjs/common';
import type { Value } from '#engine';
import { SubstitutesService } from '../signatures/substitutes.service.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Names who signs in the place of a signatory that did not sign in time.
 *
 * Variables: `signEnRetard` (as the message `signature-en-retard` brings it), `signSuppleant` (name and function, as printed),
 * `signCourriel` (the address of an agent), `signDelegation` (the act of delegation, printed before the signature).
 */
@Injectable()
export class SubstituteSignatoryWorker implements Worker {
  constructor(private readonly substitutes: SubstitutesService) {}

  async work({ variables }: Job): Promise<Result> {
    const { signEnRetard: late, ...given } = variables;
    const of = (name: string): string => textOf(given[name], name);
    const { demande, compte } = (late ?? {}) as Record<string, Value>;
    await this.substitutes.name({
      requestId: textOf(demande, 'signEnRetard.demande'),
      accountId: textOf(compte, 'signEnRetard.compte'),
      email: of('signCourriel'),
      title: of('signSuppleant'),
      act: of('signDelegation'),
    });
    return {};
  }
}

function textOf(value: Value | undefined, name: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new Error(`"${name}" is missing.`);
  return value.trim();
}
