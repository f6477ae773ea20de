export type * from './model/command.js';
export type * from './model/diagnostic.js';
export type * from './model/effect.js';
export type * from './model/outcome.js';
export type * from './model/process-definition.js';
export type * from './model/process-instance.js';
export type * from './model/user-task-change.js';
export type * from './model/variables.js';
export type { CompiledProcess } from './model/compiled-process.js';
export { advise } from './advise.js';
export { compile } from './compile.js';
export { definitionsOf } from './definitions.js';
export {
  evaluateDecision,
  type DecisionResult,
  type EvaluatedCell,
  type EvaluatedDecision,
} from './decisions/evaluate-decision.js';
export { readDecisions } from './decisions/read-decisions.js';
export type { Decision, DecisionModel } from './decisions/decision-model.js';
export { compileExpression } from './expressions/compile-expression.js';
export { certainNames } from './expressions/certain-names.js';
export { literalComparisons, type LiteralComparison } from './expressions/literal-comparisons.js';
export { compileUnaryTests, type UnaryTests } from './expressions/compile-unary-tests.js';
export { ExpressionSyntaxError } from './expressions/expression-syntax-error.js';
export { isExpression, type Evaluation, type Expression } from './expressions/expression.js';
export { migrate } from './migrate.js';
export type { MigrationPlan } from './migration/plan.js';
export { migrationProblems } from './migration/problems.js';
export { read, type ReadResult } from './read.js';
export { simulate } from './simulate.js';
export type * from './simulation/simulation.js';
export { start, startProblem, step, type StartOptions } from './step.js';
export { startTriggers, nextStartTimer, type StartTrigger } from './start-triggers.js';
export { upgrade } from './upgrade.js';
export { validate } from './validate.js';
export { variablesAt } from './variables-at.js';
