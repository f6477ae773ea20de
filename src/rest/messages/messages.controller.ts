import { Body, HttpCode, Post } from '@nestjs/common';
import { IsInt, IsNotEmpty, IsObject, IsOptional, IsString, Max, Min } from 'class-validator';
import type { Variables } from '#engine';
import { MessageCorrelationService } from '../../workflow/message-correlation.service.js';
import { Operation } from '../protocol/operation.js';
import { found, Problem } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT, Tenant } from '../protocol/tenant.js';

const LONGEST_LIFE = 10 * 365 * 24 * 3_600_000;

class CorrelationBody {
  @IsString() @IsNotEmpty() name!: string;
  @IsOptional() @IsString() correlationKey?: string;
  @IsOptional() @IsObject() variables?: Variables;
  @Tenant() tenantId?: string;
}

class PublicationBody extends CorrelationBody {
  /** Milliseconds for which it waits for somebody who wants it; 0 = now or never. */
  @IsOptional() @IsInt() @Min(0) @Max(LONGEST_LIFE) timeToLive?: number;
  @IsOptional() @IsString() @IsNotEmpty() messageId?: string;
}

/** Messages from outside. */
@RestController('messages')
export class MessagesController {
  constructor(private readonly messages: MessageCorrelationService) {}

  @Post('publication')
  @HttpCode(200)
  @Operation('publishMessage', 'send')
  async publish(@Body() body: PublicationBody) {
    const { name, correlationKey = '', variables = {}, timeToLive: lifeMilliseconds = 0, messageId } = body;
    const key = await this.messages.publish({ name, correlationKey, variables, messageId, lifeMilliseconds });
    if (!key)
      throw new Problem('ALREADY_EXISTS', `A message "${name}" with the id "${messageId}" was published before.`);
    return { messageKey: key, tenantId: TENANT };
  }

  @Post('correlation')
  @HttpCode(200)
  @Operation('correlateMessage', 'send')
  async correlate(@Body() { name, correlationKey = '', variables = {} }: CorrelationBody) {
    const reached = await this.messages.correlate({ name, correlationKey, variables, lifeMilliseconds: 0 });
    const { key, processInstanceKey } = found(reached, `subscription to "${name}" with the key "${correlationKey}"`);
    return { messageKey: key, processInstanceKey, tenantId: TENANT };
  }
}
