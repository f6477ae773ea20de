import { type FeelValue } from '../expression.js';
import { type LibraryFunctions } from './library-function.js';

/** Functions about contexts and about values that may be missing, as Camunda has them. */
export const contexts: LibraryFunctions = {
  'is defined': { parameters: ['value'], call: (_moment, value) => !missing(value) },
  'get or else': {
    parameters: ['value', 'default'],
    call: (_moment, value, fallback) => (missing(value) ? (fallback ?? null) : value),
  },
  /** Gives the value, or ends the evaluation: the element gets an incident with the cause. */
  assert: {
    parameters: ['value', 'condition', 'cause'],
    call: (_moment, value, condition, cause) => {
      if (condition === true) return value ?? null;
      throw new Error(typeof cause === 'string' ? cause : 'The condition is not fulfilled');
    },
  },
  /** Marks a value that an AI agent provides: here it is the value itself. */
  fromAi: {
    parameters: ['value', 'description', 'type', 'schema', 'options'],
    call: (_moment, value) => value ?? null,
  },
  'get value': {
    parameters: ['context', 'key'],
    call: (_moment, context, keys) =>
      (Array.isArray(keys) ? (keys as FeelValue[]) : [keys]).reduce((value, key) => entry(value, key), context) ?? null,
  },
  /** A copy with one entry more or changed; contexts on the way that are missing are made. */
  'context put': {
    parameters: ['context', 'keys', 'value', 'key'],
    call: (moment, context, keys, value, key) => {
      const path: FeelValue[] = Array.isArray(keys) ? keys : [keys ?? key];
      if (isContext(context) && path.length > 0 && path.every((part) => typeof part === 'string'))
        return put(context, path, value ?? null);
      moment.warn('context put expected a context and a key or a list of keys');
      return null;
    },
  },
};

type Context = { readonly [name: string]: FeelValue };

function put(context: Context, [key, ...rest]: readonly string[], value: FeelValue): Context {
  const inner = entry(context, key);
  const entered = rest.length > 0 ? put(isContext(inner) ? inner : {}, rest, value) : value;
  return { ...context, [key!]: entered };
}

function entry(context: FeelValue, key: FeelValue): FeelValue {
  return isContext(context) && typeof key === 'string' && Object.hasOwn(context, key) ? context[key] : null;
}

function isContext(value: FeelValue): value is Context {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function missing(value: FeelValue): boolean {
  return value === null || value === undefined;
}
