import { DecisionFailure } from '../decision-failure.js';
import { type BoxedExpression, type Evaluable } from '../boxed-expression.js';
import { type Expression } from '../../expressions/expression.js';

/** One FEEL text (DMN 1.3, 7.3.1). */
export const literalExpression: BoxedExpression = {
  compile(element, reader) {
    const text = element.text?.trim() ?? '';
    if (text === '') return () => null;
    const expression = reader.expression(text, element, 'the literal expression');
    return expression ? evaluable(expression) : () => null;
  },
};

/** A FEEL expression as logic: warnings go to the run, an assertion that does not hold ends the decision. */
export function evaluable(expression: Expression): Evaluable {
  return (context, run) => {
    const { value, warnings, failure } = expression.evaluateToFeel(context, run.now, run.seed);
    if (failure !== undefined) throw new DecisionFailure(failure);
    warnings.forEach((sentence) => run.warn(sentence));
    return value;
  };
}
