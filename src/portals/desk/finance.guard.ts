import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { CurrentAccount } from '../../access/visitor.js';
import { visitorOf } from '../../access/visitor.js';
import { Config } from '../../config.js';

/** Whether somebody works for the department that looks after money (PAYMENT_DEPARTMENT). */
export function isFinance(account: Pick<CurrentAccount, 'departments'>, { paymentDepartment }: Config): boolean {
  return account.departments.includes(paymentDepartment);
}

/** Pages of that department alone. */
@Injectable()
export class FinanceGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const { account } = visitorOf(context.switchToHttp().getRequest<Request>());
    if (account && isFinance(account, this.config)) return true;
    throw new ForbiddenException('This page is for those who look after money.');
  }
}
