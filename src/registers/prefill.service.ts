import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reaches } from '../access/assurance.js';
import type { CurrentAccount } from '../access/visitor.js';
import { IdentitiesService } from '../accounts/identities.service.js';
import { Clock } from '../clock.js';
import { History } from '../history/history.js';
import { PIECES } from './pieces.js';
import { type Found, Register } from './register.js';

/** A page is not kept waiting longer for what only saves typing. */
const PATIENCE_MILLISECONDS = 2_000;

/** What a form need not ask somebody, by the roles of its fields (`commune:role`). */
export type Prefilled = Readonly<Record<string, string>>;

/**
 * What the national register says of the person who fills in a form, when they have just identified themselves by itsme or
 * card. That it was asked is written down; a register that does not answer prefills nothing.
 */
@Injectable()
export class PrefillService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly register: Register,
    private readonly identities: IdentitiesService,
  ) {}

  async of(account: CurrentAccount | undefined): Promise<Prefilled> {
    if (account?.role !== 'citizen' || !reaches(account.assurance, 'verified')) return {};
    const nationalNumber = (await this.identities.ofAccount(account.id))?.nationalNumber;
    if (!nationalNumber) return {};
    const { register, basis } = PIECES.identite;
    const purpose = { reference: 'prefill', basis };
    const at = this.clock.now();
    const answer = await this.register
      .ask({ nationalNumber, piece: 'identite', purpose, since: at }, AbortSignal.timeout(PATIENCE_MILLISECONDS))
      .catch(() => undefined);
    await this.history.append(this.database.manager, {
      kind: 'register.consulted',
      actor: { kind: 'citizen', accountId: account.id },
      at,
      data: { register, name: 'identite', basis, reference: 'prefill', answer: answer?.state ?? 'unreachable' },
    });
    return answer?.state === 'found' && answer.nationalNumber === nationalNumber ? prefilled(answer) : {};
  }
}

/** `Rue Royale 12, 7500 Tournai` in the parts that forms ask for; what is written otherwise is left to the person. */
export function prefilled({ facts = {} }: Found): Prefilled {
  const { adresse } = facts;
  const [, street, houseNumber, postalCode, locality] =
    /^(.+?) (\d\S*(?: .+)?), (\d{4}) (.+)$/.exec(typeof adresse === 'string' ? adresse : '') ?? [];
  if (!street || !houseNumber || !postalCode || !locality) return {};
  return {
    'applicant.street': street,
    'applicant.houseNumber': houseNumber,
    'applicant.postalCode': postalCode,
    'applicant.locality': locality,
  };
}
