import { expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { declaredRoutes } from '../src/rest/openapi/routes.js';
import { ROOT } from '../src/rest/protocol/rest-controller.js';
import { RestModule } from '../src/rest/rest.module.js';

/**
 * docs/rest-compatibility.md says of every operation of the API whether it is there. It is written from three things that
 * this test compares: the operations that the clients know, our routes, and the notes about differences. `UPDATE=1` writes it.
 */
const page = join(import.meta.dirname, '../docs/rest-compatibility.md');
const read = <Content>(name: string): Content =>
  parse(readFileSync(join(import.meta.dirname, 'rest', name), 'utf8')) as Content;

const groups = read<Record<string, Record<string, string>>>('operations.yaml');
const { differences, absent } = read<{ differences: Record<string, string>; absent: Record<string, string> }>(
  'notes.yaml',
);
const known = new Map(Object.values(groups).flatMap((operations) => Object.entries(operations)));
const controllers = Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, RestModule) as Type[];
const ours = declaredRoutes(controllers).filter(({ path }) => path.startsWith(`/${ROOT}/`) && !path.includes('*'));

function row(id: string, call: string): string {
  const isOurs = ours.some(({ operation }) => operation?.id === id);
  const [, group = ''] = call.split(' /');
  const word = group.split('/')[0] ?? '';
  const [mark, note] = !isOurs
    ? ['no', absent[id] ?? absent[word] ?? 'Not yet.']
    : differences[id]
      ? ['differs', differences[id]]
      : ['yes', ''];
  return `| \`${id}\` | \`${call}\` | ${mark} | ${note} |`;
}

function written(): string {
  const all = [...known.keys()];
  const there = all.filter((id) => ours.some(({ operation }) => operation?.id === id));
  const differing = there.filter((id) => differences[id]);
  const tables = Object.entries(groups).map(([group, operations]) =>
    [
      `## ${group}\n`,
      '| operation | call | | |',
      '| --- | --- | --- | --- |',
      ...Object.entries(operations).map(([id, call]) => row(id, call)),
    ].join('\n'),
  );
  return [
    '# What of the Camunda 8 REST API is there',
    '',
    `Of the ${all.length} operations that the newest clients know, ${there.length} are there: ${there.length - differing.length} as they are known, ${differing.length} with a difference that the table names. Everything answers what is true at this moment: a search finds what a command before it has changed.`,
    '',
    'The API grows: when work on this began it had 241 operations, and the list in `test/rest/operations.yaml` has those of the next version as well. The released client `@camunda8/orchestration-cluster-api` 9.1.5 offers 183 of them.',
    '',
    'Keys are digits in a string of at most 63 bits. The only tenant is `<default>`. Failures are problem documents (RFC 9457).',
    '',
    ...tables.flatMap((table) => [table, '']),
  ].join('\n');
}

/** The table as it is read: prettier sets columns apart. */
const squeezed = (text: string): string => text.replace(/-{3,}/g, '---').replace(/ +/g, ' ').trim();

it('every route is a known operation, called as the clients call it', () => {
  const wrong = ours.flatMap(({ name, method, path, operation }) => {
    const call = operation && known.get(operation.id);
    if (!call) return [`${name}: no client knows ${operation?.id}`];
    const isOwnAddress = `${method} ${path.slice(ROOT.length + 1)}` === call;
    const isOfTheSdk =
      (operation.id === 'updateUserTask' && path.endsWith('/update')) ||
      (operation.id === 'createDocumentLink' && path.endsWith('/link'));
    return isOwnAddress || isOfTheSdk ? [] : [`${name}: clients call ${call}, not ${method} ${path}`];
  });
  expect(wrong).toEqual([]);
});

it('every operation asks for a permission, but for those that tell nothing', () => {
  const open = ours.filter(({ operation }) => !operation?.permission).map(({ operation }) => operation?.id);
  expect(open.sort()).toEqual(['getLicense', 'getStatus']);
});

it('every note is about an operation that is there, and every reason about a group that is not', () => {
  const there = ours.map(({ operation }) => operation?.id);
  expect(Object.keys(differences).filter((id) => !there.includes(id))).toEqual([]);
  expect(Object.keys(absent).filter((word) => !(word in groups) && (!known.has(word) || there.includes(word)))).toEqual(
    [],
  );
});

it('the page says what is there', () => {
  if (process.env['UPDATE']) writeFileSync(page, written());
  expect(squeezed(readFileSync(page, 'utf8'))).toBe(squeezed(written()));
});
