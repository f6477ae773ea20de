import { Get } from '@nestjs/common';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { Operation } from '../protocol/operation.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT } from '../protocol/tenant.js';

/** Who the caller is, to us. */
@RestController('authentication')
export class AuthenticationController {
  @Get('me')
  @Operation('getAuthentication', 'look-around')
  me(@CurrentCaller() { username, name, accountId, departments, role }: Caller) {
    return {
      username,
      displayName: name,
      email: accountId ? username : null,
      authorizedComponents: role === 'administrator' ? ['*'] : [],
      tenants: [{ tenantId: TENANT, name: 'Default', description: null }],
      groups: departments,
      roles: [role],
      salesPlanType: null,
      c8Links: {},
      canLogout: false,
    };
  }
}
