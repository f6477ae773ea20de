import {
  date,
  dateAndTime,
  duration,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelFunction,
  FeelTime,
  time,
} from 'feelin';
import { type UnaryTests } from '../expressions/compile-unary-tests.js';
import { type FeelContext, type FeelValue } from '../expressions/expression.js';
import { describe } from '../expressions/functions/dates.js';
import { DecisionFailure } from './decision-failure.js';

/** A type of DMN: what values it takes, and how a JSON value becomes one (DMN 1.3, 7.3.3 and 10.3.2.9). */
export interface ItemType {
  readonly name: string;
  /** The value as this type, ISO texts as dates; null stays null. Throws a `DecisionFailure` when it does not fit. */
  conform(value: FeelValue): FeelValue;
  /** A value of this type for the FEEL parser: contexts show the names of their entries. */
  readonly shape: unknown;
}

/** The types that a file defines, and those of FEEL. A type that nobody defines takes any value. */
export interface ItemTypes {
  get(name: string | undefined): ItemType;
  isKnown(name: string): boolean;
}

/** A type as an `itemDefinition` writes it. */
export interface ItemDefinition {
  readonly name: string;
  readonly typeRef?: string;
  readonly isCollection: boolean;
  readonly allowedValues?: UnaryTests;
  readonly components: readonly ItemDefinition[];
}

const anything: ItemType = { name: 'Any', conform: (value) => value ?? null, shape: 1 };

export function itemTypes(definitions: readonly ItemDefinition[]): ItemTypes {
  const known = new Map<string, ItemType>(builtIn);
  const types: ItemTypes = {
    get: (name) => known.get(plainName(name)) ?? anything,
    isKnown: (name) => known.has(plainName(name)),
  };
  // A definition may use one that stands after it: each looks its parts up when it is used.
  for (const definition of definitions) known.set(definition.name, defined(definition, types, new Set()));
  return types;
}

function defined(definition: ItemDefinition, types: ItemTypes, path: ReadonlySet<string>): ItemType {
  const { name, isCollection, allowedValues, components } = definition;
  const parts = components.map((component) => [component.name, defined(component, types, path)] as const);
  const base = (): ItemType => (parts.length > 0 ? contextOf(name, parts) : types.get(definition.typeRef));
  const single = (value: FeelValue): FeelValue => {
    const conformed = base().conform(value);
    if (!allowedValues || conformed === null || allowedValues.matches(conformed, {}, 0).value) return conformed;
    throw new DecisionFailure(`expected one of ${allowedValues.text}, but got ${describe(value)}`);
  };
  return {
    name,
    conform: (value) => (isCollection ? listOf(value, single) : single(fromSingleton(value))),
    get shape() {
      if (parts.length > 0) return Object.fromEntries(parts.map(([part, type]) => [part, type.shape]));
      return definition.typeRef === name ? 1 : base().shape;
    },
  };
}

function contextOf(name: string, parts: readonly (readonly [string, ItemType])[]): ItemType {
  return {
    name,
    shape: 1,
    conform: (value) => {
      if (value === null || value === undefined) return null;
      if (typeof value !== 'object' || Array.isArray(value))
        throw new DecisionFailure(`expected ${name} (a context), but got ${describe(value)}`);
      const given = value as FeelContext;
      const entries = parts.map(([part, type]) => {
        try {
          return [part, type.conform(given[part])] as const;
        } catch (error) {
          throw error instanceof DecisionFailure ? new DecisionFailure(`in "${part}" ${error.message}`) : error;
        }
      });
      return { ...given, ...Object.fromEntries(entries) };
    },
  };
}

function listOf(value: FeelValue, single: (value: FeelValue) => FeelValue): FeelValue {
  if (value === null || value === undefined) return null;
  return (Array.isArray(value) ? (value as FeelValue[]) : [value]).map(single);
}

/** A list of one stands for its item (DMN 1.3, 10.3.2.9.4). */
function fromSingleton(value: FeelValue): FeelValue {
  return Array.isArray(value) && value.length === 1 ? (value as FeelValue[])[0] : value;
}

function plainName(name: string | undefined): string {
  return (name ?? 'Any').replace(/^feel:/, '');
}

function builtInType(
  name: string,
  fits: (value: FeelValue) => boolean,
  fromText?: (text: string) => FeelValue,
): ItemType {
  return {
    name,
    shape: 1,
    conform: (value) => {
      if (value === null || value === undefined || fits(value)) return value ?? null;
      const single = fromSingleton(value);
      if (fits(single)) return single;
      const converted = fromText && typeof single === 'string' ? fromText(single) : null;
      if (converted !== null && fits(converted)) return converted;
      throw new DecisionFailure(`expected ${name}, but got ${describe(value)}`);
    },
  };
}

const numberType = builtInType('a number', (value) => typeof value === 'number');
const wholeType = builtInType('a whole number', (value) => typeof value === 'number' && Number.isInteger(value));
const dateType = builtInType('a date', (value) => value instanceof FeelDate, date);
const timeType = builtInType('a time', (value) => value instanceof FeelTime, time);
const dateTimeType = builtInType('a date and time', (value) => value instanceof FeelDateTime, dateAndTime);
const daysType = builtInType('a duration of days and time', (value) => value instanceof FeelDuration, duration);
const monthsType = builtInType('a duration of years and months', (value) => value instanceof FeelDuration, duration);

/** The types of FEEL by every name that DMN 1.1 to 1.5 and Camunda Modeler give them. */
const builtIn: readonly (readonly [string, ItemType])[] = [
  ['Any', anything],
  ['string', builtInType('a text', (value) => typeof value === 'string')],
  ['boolean', builtInType('true or false', (value) => typeof value === 'boolean')],
  ['number', numberType],
  ['double', numberType],
  ['integer', wholeType],
  ['long', wholeType],
  ['date', dateType],
  ['time', timeType],
  ['dateTime', dateTimeType],
  ['date and time', dateTimeType],
  ['dayTimeDuration', daysType],
  ['days and time duration', daysType],
  ['yearMonthDuration', monthsType],
  ['years and months duration', monthsType],
  ['context', builtInType('a context', (value) => typeof value === 'object' && !Array.isArray(value))],
  ['list', { ...anything, name: 'list', conform: (value) => listOf(value, (item) => item) }],
  ['function', builtInType('a function', (value) => value instanceof FeelFunction)],
];
