import type { Type } from '@nestjs/common';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import { searchableOf } from '../search/search-request.js';
import type { Schema } from './schema.js';
import { searchSchema } from './search-schema.js';

interface Rule {
  readonly propertyName: string;
  readonly type: string;
  readonly name?: string;
  readonly each?: boolean;
  readonly constraints?: readonly unknown[];
}

/** What a rule of class-validator says in JSON Schema. */
const rules: Readonly<Record<string, (...constraints: readonly unknown[]) => Schema>> = {
  isString: () => ({ type: 'string' }),
  isNotEmpty: () => ({ minLength: 1 }),
  isInt: () => ({ type: 'integer' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isIn: (values) => ({ enum: values as readonly unknown[] }),
  equals: (value) => ({ const: value }),
  matches: (pattern) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  min: (minimum) => ({ minimum: minimum as number }),
  max: (maximum) => ({ maximum: maximum as number }),
  maxLength: (maxLength) => ({ maxLength: maxLength as number }),
  arrayMaxSize: (maxItems) => ({ maxItems: maxItems as number }),
};

/** The schema of a body, from the very rules by which it is checked. */
export function bodySchema(body: Type): Schema {
  const searchable = searchableOf(body);
  if (searchable) return searchSchema(searchable);
  const all = getMetadataStorage().getTargetValidationMetadatas(body, '', false, false) as unknown as Rule[];
  const names = [...new Set(all.map(({ propertyName }) => propertyName))];
  const properties = names.map((name) => [
    name,
    propertySchema(
      body,
      name,
      all.filter((rule) => rule.propertyName === name),
    ),
  ]);
  const required = names.filter(
    (name) => !all.some((rule) => rule.propertyName === name && rule.type === 'conditionalValidation'),
  );
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as Record<string, Schema>,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function propertySchema(body: Type, name: string, rulesOfIt: readonly Rule[]): Schema {
  const whole = merge(rulesOfIt.filter(({ each }) => !each));
  const items = merge(rulesOfIt.filter(({ each }) => each));
  const nested = rulesOfIt.some(({ type }) => type === 'nestedValidation') ? nestedSchema(body, name) : {};
  const isList = rulesOfIt.some(({ each, type }) => each || type === 'isArray') || whole.type === 'array';
  return isList ? { ...whole, type: 'array', items: { ...items, ...nested } } : { ...whole, ...nested };
}

function merge(some: readonly Rule[]): Schema {
  const schemas = some.map(({ name, type, constraints = [] }) => rules[name ?? type]?.(...constraints) ?? {});
  return Object.assign({}, ...schemas) as Schema;
}

function nestedSchema(body: Type, name: string): Schema {
  const { typeFunction } = defaultMetadataStorage.findTypeMetadata(body, name) ?? {};
  return typeFunction ? bodySchema(typeFunction() as Type) : {};
}
