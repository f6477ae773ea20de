import { Body, HttpCode, Post } from '@nestjs/common';
import { IsNotEmpty, IsObject, IsOptional, IsString } from 'class-validator';
import type { Variables } from '#engine';
import { SignalsService } from '../../workflow/signals.service.js';
import { Operation } from '../protocol/operation.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT, Tenant } from '../protocol/tenant.js';

class BroadcastBody {
  @IsString() @IsNotEmpty() signalName!: string;
  @IsOptional() @IsObject() variables?: Variables;
  @Tenant() tenantId?: string;
}

/** Signals from outside: to everybody who listens. */
@RestController('signals')
export class SignalsController {
  constructor(private readonly signals: SignalsService) {}

  @Post('broadcast')
  @HttpCode(200)
  @Operation('broadcastSignal', 'send')
  async broadcast(@Body() { signalName, variables = {} }: BroadcastBody) {
    return { signalKey: await this.signals.broadcast(signalName, variables), tenantId: TENANT };
  }
}
