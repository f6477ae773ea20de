import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readProcedure } from './read-procedure.js';

const KEY = 'certificat-de-residence';
const shipped = resolve(import.meta.dirname, '../../procedures', KEY);

describe('settings.yaml', () => {
  let town: string;
  beforeEach(() => {
    town = mkdtempSync(join(tmpdir(), 'town-'));
    cpSync(shipped, join(town, KEY), { recursive: true });
  });
  afterEach(() => rmSync(town, { recursive: true }));

  function parameters(settings?: string) {
    if (settings !== undefined) writeFileSync(join(town, 'settings.yaml'), settings);
    return readProcedure(join(town, KEY)).procedure?.parameters;
  }

  it('may be absent, or have nothing in it', () => {
    const own = parameters();
    expect(own).toMatchObject({ joursDeTraitement: 2 });
    expect(parameters('# nothing yet\n')).toEqual(own);
  });

  it('gives values to every procedure that has the parameter; those for one come first', () => {
    expect(parameters('parameters: { joursDeTraitement: 4, unknown: 1 }')).toMatchObject({ joursDeTraitement: 4 });
    const both = `parameters: { joursDeTraitement: 4 }\nprocedures: { ${KEY}: { joursDeTraitement: 5 } }`;
    expect(parameters(both)).toMatchObject({ joursDeTraitement: 5 });
  });

  it('keeps a procedure from being offered with a value that it cannot use', () => {
    expect(parameters('parameters: { joursDeTraitement: deux }')).toBeUndefined();
  });
});
