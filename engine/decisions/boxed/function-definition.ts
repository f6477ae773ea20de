import { FeelFunction } from 'feelin';
import { type FeelValue } from '../../expressions/expression.js';
import { nameOf } from '../../expressions/names.js';
import { type BoxedExpression } from '../boxed-expression.js';
import { all, attribute, one } from '../dmn-element.js';

/** A function with named parameters whose body is any logic (DMN 1.3, 10.2.1.7). Only FEEL: Java and PMML are refused. */
export const functionDefinition: BoxedExpression = {
  compile(element, reader) {
    const kind = attribute(element, 'kind') ?? 'FEEL';
    if (kind !== 'FEEL') reader.report('decision-function-unsupported', element, { kind });
    const parameters = all(element, 'formalParameter').map(({ name, typeRef }) => ({
      name: nameOf(name ?? ''),
      type: reader.types.get(typeRef),
    }));
    const body = reader
      .withNames(Object.fromEntries(parameters.map(({ name, type }) => [name, type.shape])))
      .logic(one(element, 'body'));
    return (context, run) =>
      new FeelFunction(
        (...args: FeelValue[]) => {
          const given = parameters.map(({ name, type }, index) => [name, type.conform(args[index])] as const);
          return body({ ...context, ...Object.fromEntries(given) }, run);
        },
        parameters.map(({ name }) => name),
      );
  },
};
