import { type FeelValue } from '../../expressions/expression.js';
import { type BoxedExpression, type Evaluable } from '../boxed-expression.js';
import { within } from '../decision-failure.js';
import { all, one } from '../dmn-element.js';
import { nameOf } from '../../expressions/names.js';

/** Named entries, each of which sees those before it; an entry without a name is the result (DMN 1.3, 10.2.1.4). */
export const context: BoxedExpression = {
  compile(element, reader) {
    const entries: { name: string | undefined; value: Evaluable }[] = [];
    let inner = reader;
    for (const entry of all(element, 'contextEntry')) {
      const variable = one(entry, 'variable');
      const name = variable?.name === undefined ? undefined : nameOf(variable.name);
      const type = reader.types.get(variable?.typeRef);
      const logic = inner.logic(one(entry, 'value'));
      entries.push({ name, value: (scope, run) => type.conform(logic(scope, run)) });
      if (name !== undefined) inner = inner.withNames({ [name]: type.shape });
    }
    return (outer, run) => {
      const scope = { ...outer };
      const result: Record<string, FeelValue> = {};
      for (const { name, value } of entries) {
        if (name === undefined) return within('the result of the context', () => value(scope, run));
        scope[name] = result[name] = within(`context entry "${name}"`, () => value(scope, run));
      }
      return result;
    };
  },
};
