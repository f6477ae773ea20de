import { checkbox } from './checkbox.js';
import { checklist } from './checklist.js';
import { choice } from './choice.js';
import { date } from './date.js';
import type { FieldType } from './field.js';
import { filepicker } from './filepicker.js';
import { group } from './group.js';
import { number } from './number.js';
import { prose } from './prose.js';
import { textarea } from './textarea.js';
import { textfield } from './textfield.js';

/** The table: form-js component type -> what it does here. A type that is missing is refused by `readForm`. */
export const fieldTypes: { readonly [type: string]: FieldType } = {
  textfield,
  textarea,
  number,
  select: choice,
  radio: choice,
  checklist,
  checkbox,
  datetime: date,
  filepicker,
  text: prose,
  group,
};

export function fieldType(type: string): FieldType {
  const found = fieldTypes[type];
  if (!found) throw new Error(`No field type '${type}'`);
  return found;
}
