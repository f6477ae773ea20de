import { FeelFunction } from 'feelin';
import { type FeelValue } from '../../expressions/expression.js';
import { nameOf } from '../../expressions/names.js';
import { type BoxedExpression } from '../boxed-expression.js';
import { DecisionFailure, within } from '../decision-failure.js';
import { all, one } from '../dmn-element.js';

/** Calls a function, as a rule of a business knowledge model, with an expression per parameter (DMN 1.3, 7.3.6). */
export const invocation: BoxedExpression = {
  compile(element, reader) {
    const called = one(element, 'calledFunction');
    const callee = called?.text?.trim() ?? '';
    const target = reader.logic(called);
    const bindings = all(element, 'binding').map((binding) => ({
      name: nameOf(one(binding, 'parameter')?.name ?? ''),
      value: reader.logic(one(binding, 'bindingFormula')),
    }));
    return (context, run) => {
      const found = target(context, run);
      if (!(found instanceof FeelFunction))
        throw new DecisionFailure(`the invocation expected the function "${callee}", but there is none`);
      const stranger = bindings.find(({ name }) => !found.parameterNames.includes(name));
      if (stranger)
        throw new DecisionFailure(
          `the invocation of "${callee}" binds "${stranger.name}", but its parameters are ${found.parameterNames.join(', ')}`,
        );
      const given = bindings.map(({ name, value }) => [
        name,
        within(`parameter "${name}" of "${callee}"`, () => value(context, run)),
      ]);
      return within(`"${callee}"`, () => found.invoke(Object.fromEntries(given)) as FeelValue);
    };
  },
};
