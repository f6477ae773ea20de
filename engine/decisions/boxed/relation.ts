import { nameOf } from '../../expressions/names.js';
import { type BoxedExpression } from '../boxed-expression.js';
import { within } from '../decision-failure.js';
import { all } from '../dmn-element.js';

/** A table of plain values: a list of contexts with the columns as entries (DMN 1.3, 10.2.1.6). */
export const relation: BoxedExpression = {
  compile(element, reader) {
    const columns = all(element, 'column').map(({ name, typeRef }) => ({
      name: nameOf(name ?? ''),
      type: reader.types.get(typeRef),
    }));
    const rows = all(element, 'row').map((row) => all(row, 'elements').map((cell) => reader.logic(cell)));
    return (context, run) =>
      rows.map((cells, row) =>
        Object.fromEntries(
          columns.map(({ name, type }, column) => [
            name,
            within(`row ${row + 1}, column "${name}"`, () => type.conform(cells[column]?.(context, run) ?? null)),
          ]),
        ),
      );
  },
};
