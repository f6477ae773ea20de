import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Absence } from './absence.entity.js';
import { AbsencesService } from './absences.service.js';
import { AccessGuard } from './access.guard.js';
import { Account } from './account.entity.js';
import { AccountsService } from './accounts.service.js';
import { CsrfGuard } from './csrf.guard.js';
import { DemoAccounts } from './demo-accounts.js';
import { Department } from './department.entity.js';
import { LimitsService } from './limits.service.js';
import { OrganisationService } from './organisation.service.js';
import { PasswordsService } from './passwords.service.js';
import { RouteRules } from './route-rules.js';
import { Secrets } from './secrets.js';
import { Session } from './session.entity.js';
import { SessionMiddleware } from './session.middleware.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';

/** Who is asking, and who may. Guards every route of the program it is part of. */
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([Absence, Account, Department, Session])],
  providers: [
    AbsencesService,
    AccountsService,
    DemoAccounts,
    LimitsService,
    OrganisationService,
    PasswordsService,
    RouteRules,
    Secrets,
    SessionsService,
    SignInService,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: CsrfGuard },
  ],
  exports: [
    AbsencesService,
    AccountsService,
    DemoAccounts,
    LimitsService,
    OrganisationService,
    PasswordsService,
    RouteRules,
    Secrets,
    SessionsService,
    SignInService,
  ],
})
export class AccessModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    // whoever watches the program is nobody's visitor, and a program has no session
    consumer.apply(SessionMiddleware).exclude('health/{*path}', 'v2/{*path}').forRoutes('{*path}');
  }
}
