import { describe, expect, it } from '@jest/globals';
import { read, validate } from '#engine';
import { around, file, flow, job, problems } from './faults.js';

describe('validate finds', () => {
  it('nothing in a model that is right', async () => {
    expect(
      await problems(
        around(
          `<userTask id="t"/><serviceTask id="u">${job}</serviceTask><intermediateCatchEvent id="c"><messageEventDefinition messageRef="keyed"/></intermediateCatchEvent>` +
            flow('a > t') +
            flow('t > u') +
            flow('u > c') +
            flow('c > z'),
        ),
      ),
    ).toEqual([]);
  });

  it('at the level of interchange, warns of what only keeps a model from running', async () => {
    const { model } = await read(file('<serviceTask id="t"/>'), { level: 'interchange' });
    expect(validate(model!, { level: 'interchange' })).toMatchObject([
      { code: 'job-without-type', severity: 'warning' },
    ]);
  });
});
