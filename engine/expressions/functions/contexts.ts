import { type FeelValue } from '../expression.js';
import { type LibraryFunctions } from './library-function.js';

/** Camunda's functions about values that may be missing. */
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
};

function missing(value: FeelValue): boolean {
  return value === null || value === undefined;
}
