import { type BoxedExpression } from './boxed-expression.js';
import { context } from './boxed/context.js';
import { decisionTable } from './boxed/decision-table.js';
import { functionDefinition } from './boxed/function-definition.js';
import { invocation } from './boxed/invocation.js';
import { list } from './boxed/list.js';
import { literalExpression } from './boxed/literal-expression.js';
import { relation } from './boxed/relation.js';

/** THE TABLE: each kind of decision logic, by its DMN name. What is not here is refused with a diagnostic. */
export const boxedExpressions: { readonly [type: string]: BoxedExpression } = {
  'dmn:Context': context,
  'dmn:DecisionTable': decisionTable,
  'dmn:FunctionDefinition': functionDefinition,
  'dmn:Invocation': invocation,
  'dmn:List': list,
  'dmn:LiteralExpression': literalExpression,
  'dmn:Relation': relation,
};
