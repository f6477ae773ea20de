import type { Rules } from './form.js';
import type { Component } from './form-js.js';
import { formats } from './formats/index.js';

type Complain = (code: string, message: string) => void;

/** The rules of one form-js component: its `validate`, its own settings and its `commune:` properties. */
export function readRules(component: Component, complain: Complain): Rules {
  const { validate = {}, properties = {} } = component;
  const typed = validate.validationType === 'custom' ? undefined : validate.validationType;
  const format = properties['commune:format'] ?? typed;
  if (format !== undefined && !formats[format])
    complain('format-unknown', `There is no format '${format}'; there are ${Object.keys(formats).join(', ')}.`);
  const rules = {
    required: validate.required === true,
    minLength: validate.minLength,
    maxLength: validate.maxLength,
    min: validate.min,
    max: validate.max,
    pattern: validate.pattern ? pattern(validate.pattern, complain) : undefined,
    format,
    side: side(component, complain),
    accept: component.accept
      ?.split(',')
      .map((one) => one.trim().toLowerCase())
      .filter(Boolean),
    maxSize: properties['commune:maxSize'] ? megabytes(properties['commune:maxSize'], complain) : undefined,
    multiple: component.multiple,
    provesForOthers: provesForOthers(component, complain),
    decimals: component.decimalDigits,
  };
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined)) as unknown as Rules;
}

/** The whole text must match, as with the `pattern` attribute of HTML. */
function pattern(source: string, complain: Complain): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    complain('pattern-wrong', `'${source}' is not a regular expression.`);
    return undefined;
  }
}

function side(component: Component, complain: Complain): 'past' | 'future' | undefined {
  const named = component.properties?.['commune:date'];
  if (named !== undefined && named !== 'past' && named !== 'future')
    complain('date-side-unknown', `commune:date is 'past' or 'future', not '${named}'.`);
  return named === 'past' || named === 'future' ? named : component.disallowPassedDates ? 'future' : undefined;
}

function provesForOthers({ properties }: Component, complain: Complain): true | undefined {
  const { 'commune:retention': kept } = properties ?? {};
  if (kept === undefined) return undefined;
  if (kept === 'thirdPartyProofs') return true;
  complain('retention-unknown', `commune:retention of a field is 'thirdPartyProofs', not '${kept}'.`);
  return undefined;
}

function megabytes(text: string, complain: Complain): number | undefined {
  const size = Number(/^(\d+)\s*MB$/i.exec(text)?.[1]);
  if (Number.isNaN(size)) complain('max-size-wrong', `commune:maxSize is written like '10MB', not '${text}'.`);
  return Number.isNaN(size) ? undefined : size * 1024 * 1024;
}
