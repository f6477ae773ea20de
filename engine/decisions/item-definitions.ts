import { compileUnaryTests } from '../expressions/compile-unary-tests.js';
import { nameOf } from '../expressions/names.js';
import { all, attribute, type DmnElement, one } from './dmn-element.js';
import { type ItemDefinition, type ItemTypes, itemTypes } from './item-types.js';
import { type Report } from './boxed-expression.js';
import { attempt } from './logic-reader.js';

/** The types that a file defines (DMN 1.3, 7.3.2). */
export function readItemTypes(elements: readonly DmnElement[], report: Report): ItemTypes {
  const definitions = elements.map((element) => readDefinition(element, report));
  const types = itemTypes(definitions);
  const check = (element: DmnElement): void => {
    const typeRef = typeOf(element);
    if (typeRef && !types.isKnown(typeRef)) report('decision-type-unknown', element, { type: typeRef });
    all(element, 'itemComponent').forEach(check);
  };
  elements.forEach(check);
  return types;
}

function readDefinition(element: DmnElement, report: Report): ItemDefinition {
  const typeRef = typeOf(element);
  const allowed = one(element, 'allowedValues');
  const text = allowed?.text?.trim() ?? '';
  const allowedValues =
    allowed && text !== ''
      ? attempt(report, allowed, `the allowed values of "${element.name}"`, () => compileUnaryTests(text))
      : undefined;
  return {
    name: nameOf(element.name ?? ''),
    isCollection: element['isCollection'] === true,
    components: all(element, 'itemComponent').map((component) => readDefinition(component, report)),
    ...(typeRef !== undefined && { typeRef }),
    ...(allowedValues && { allowedValues }),
  };
}

/** dmn-moddle reads the type of an item definition as text or, from its child element, as an element. */
function typeOf(element: DmnElement): string | undefined {
  return attribute(element, 'typeRef') ?? one(element, 'typeRef')?.text;
}
