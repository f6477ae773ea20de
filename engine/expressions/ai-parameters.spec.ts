import { describe, expect, it } from '@jest/globals';
import { aiParameters } from './ai-parameters.js';

describe('what an expression asks for with fromAi', () => {
  it.each([
    ['fromAi(toolCall.amount)', [{ name: 'toolCall.amount' }]],
    [
      'fromAi(toolCall.amount, "In euro.", "number")',
      [{ name: 'toolCall.amount', description: 'In euro.', type: 'number' }],
    ],
    ['fromAi(value: city, type: "string", description: "")', [{ name: 'city', type: 'string' }]],
    [
      '{ a: fromAi(one), b: ["x", fromAi(two, null, "array", { items: { type: "string" } }, { required: false })] }',
      [
        { name: 'one' },
        { name: 'two', type: 'array', schema: { items: { type: 'string' } }, options: { required: false } },
      ],
    ],
    ['"fromAi(toolCall.amount)"', []],
    ['fromAi(1 + 2)', []],
    ['other(toolCall.amount)', []],
  ])('%s', (text, parameters) => {
    expect(aiParameters(`=${text}`)).toEqual(parameters);
  });

  it('is nothing for a text that is no expression, or none that can be read', () => {
    expect(aiParameters(undefined)).toEqual([]);
    expect(aiParameters('fromAi(toolCall.amount)')).toEqual([]);
    expect(aiParameters('=fromAi(toolCall.amount, (')).toEqual(expect.any(Array));
  });
});
