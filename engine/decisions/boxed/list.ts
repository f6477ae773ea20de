import { type BoxedExpression } from '../boxed-expression.js';
import { within } from '../decision-failure.js';
import { all } from '../dmn-element.js';

/** Items in order (DMN 1.3, 10.2.1.5). */
export const list: BoxedExpression = {
  compile(element, reader) {
    const items = all(element, 'elements').map((item) => reader.logic(item));
    return (context, run) => items.map((item, index) => within(`list item ${index + 1}`, () => item(context, run)));
  },
};
