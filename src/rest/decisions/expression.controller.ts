import { Body, HttpCode, Post } from '@nestjs/common';
import { IsNotEmpty, IsObject, IsOptional, IsString } from 'class-validator';
import { compileExpression, ExpressionSyntaxError, isExpression, type Variables } from '#engine';
import { Clock } from '../../clock.js';
import { Operation } from '../protocol/operation.js';
import { Problem } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { Tenant } from '../protocol/tenant.js';

class ExpressionBody {
  /** FEEL that begins with `=`. */
  @IsString() @IsNotEmpty() expression!: string;
  @IsOptional() @IsObject() variables?: Variables;
  @Tenant() tenantId?: string;
}

/** Tries an expression out. */
@RestController('expression')
export class ExpressionController {
  constructor(private readonly clock: Clock) {}

  @Post('evaluation')
  @HttpCode(200)
  @Operation('evaluateExpression', 'evaluate')
  evaluate(@Body() { expression, variables = {} }: ExpressionBody) {
    if (!isExpression(expression))
      throw new Problem('INVALID_ARGUMENT', 'Expected an expression that begins with "=".');
    return { expression, ...this.result(expression, variables) };
  }

  private result(expression: string, variables: Variables) {
    try {
      const { value, warnings } = compileExpression(expression).evaluate(variables, this.clock.now().getTime());
      return { result: value, warnings: warnings.map((message) => ({ message })) };
    } catch (error) {
      if (error instanceof ExpressionSyntaxError) throw new Problem('INVALID_ARGUMENT', error.message);
      throw error;
    }
  }
}
