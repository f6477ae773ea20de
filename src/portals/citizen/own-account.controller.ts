import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { SignedIn } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { IdentitiesService } from '../../accounts/identities.service.js';
import { IdentityProvider } from '../../identity/identity-provider.js';

/** What the town knows of the owner of an account, and how surely. */
@SignedIn()
@Controller('mon-compte')
export class OwnAccountController {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly provider: IdentityProvider,
  ) {}

  @Get()
  async show(@CurrentUser() account: CurrentAccount, @Res() response: Response): Promise<void> {
    const identity = await this.identities.ofAccount(account.id);
    const number = identity?.nationalNumber ?? undefined;
    response.render('citizen/own-account.njk', {
      account,
      identity,
      // the owner recognises it; whoever looks over their shoulder does not learn it
      number: number && `${number.slice(0, 2)}.${number.slice(2, 4)}.${number.slice(4, 6)}-•••.••`,
      mayIdentify: this.provider.isThere && account.role === 'citizen',
    });
  }
}
