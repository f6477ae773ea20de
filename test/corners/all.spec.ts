import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

it('each of the 35 corners of engines.md 7 has a test that cites its number', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.spec.ts'));
  const names = files.flatMap(
    (name) => readFileSync(join(import.meta.dirname, name), 'utf8').match(/'corner \d+:/g) ?? [],
  );
  const cited = new Set(names.map((name) => Number(/\d+/.exec(name)![0])));
  expect([...cited].sort((a, b) => a - b)).toEqual(Array.from({ length: 35 }, (_, index) => index + 1));
});
