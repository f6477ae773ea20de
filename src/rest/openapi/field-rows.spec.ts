import { describe, expect, it } from '@jest/globals';
import { fieldRows, kindOf } from './field-rows.js';

describe('what people read of a schema', () => {
  it('is a row for every member, and for theirs', () => {
    const item = { type: 'object', properties: { field: { type: 'string' } }, required: ['field'] };
    const schema = {
      type: 'object',
      properties: { name: { type: 'string', description: 'Who.' }, sort: { type: 'array', items: item } },
      required: ['name'],
    };
    expect(fieldRows(schema)).toEqual([
      { name: 'name', kind: 'text', isRequired: true, about: 'Who.' },
      { name: 'sort', kind: 'list of objects', isRequired: false },
      { name: 'sort[].field', kind: 'text', isRequired: true },
    ]);
  });

  it.each([
    [{ type: 'string', pattern: '^\\d{1,19}$' }, 'key'],
    [{ type: 'string', enum: ['A', 'B'] }, 'A | B'],
    [{ const: '<default>' }, '"<default>"'],
    [{ type: 'integer', minimum: 0, maximum: 9 }, 'whole number, 0 to 9'],
    [{ type: 'integer', minimum: 1 }, 'whole number, at least 1'],
    [{ type: 'array', items: { type: 'string', format: 'date-time' } }, 'list of date and time'],
    [{ anyOf: [{ type: 'boolean' }, { type: 'object' }] }, 'true or false, or operators'],
    [{ $ref: '#/components/schemas/PageRequest' }, 'PageRequest'],
    [{}, 'anything'],
  ])('says of %j: %s', (schema, kind) => {
    expect(kindOf(schema)).toBe(kind);
  });
});
