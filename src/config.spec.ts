import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, root, variables } from './config.js';

describe('readConfig', () => {
  it('works with an empty environment', () => {
    expect(readConfig({})).toMatchObject({
      role: 'all',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      dataDir: join(root, 'data'),
      demo: true,
    });
  });

  it('has a sentence for every variable that is wrong', () => {
    const read = () =>
      readConfig({ PORT: 'eighty', ROLE: 'boss', REDIS_URL: 'localhost', DATABASE_URL: 'postgres://h/db', SECRET: '' });
    expect(read).toThrow(
      [
        'REDIS_URL must be a URL that starts with redis:// or rediss://.',
        'ROLE must be one of all, web, background, but is "boss".',
        'PORT must be a whole number from 0 to 65535, but is "eighty".',
        'SECRET is required with DATABASE_URL: every program on that database must have the same one.',
      ].join('\n'),
    );
  });

  it('does not make demo accounts on a server of your own', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://h/db', SECRET: 'x'.repeat(32) }).demo).toBe(false);
  });
});

describe('who signs', () => {
  const server = { DATABASE_URL: 'postgres://h/db', SECRET: 'x'.repeat(32) };

  it('is a test authority in a demonstration alone, unless it is named', () => {
    expect(readConfig({}).signatures).toBe('test');
    expect(readConfig({ DEMO: 'false' }).signatures).toBe('none');
    expect(readConfig(server).signatures).toBe('none');
    expect(readConfig({ ...server, SIGNATURES: 'test' }).signatures).toBe('test');
  });

  it('is a provider only with all that it needs', () => {
    expect(() => readConfig({ SIGNATURES: 'remote' })).toThrow('are required with SIGNATURES=remote');
    expect(() => readConfig({ SIGNATURE_PROVIDER_URL: 'https://s.example.org' })).toThrow(
      'needs SIGNATURES to be remote',
    );
    const provider = { SIGNATURE_CLIENT_ID: 'beffroi', SIGNATURE_CLIENT_SECRET: 'secret' };
    const url = 'https://s.example.org/csc/v2';
    expect(readConfig({ SIGNATURES: 'remote', SIGNATURE_PROVIDER_URL: url, ...provider })).toMatchObject({
      signatures: 'remote',
      signatureProviderUrl: url,
      signatureClientId: 'beffroi',
    });
  });
});

describe('.env.example', () => {
  const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n');

  it('explains exactly the variables that the program reads, in the same words', () => {
    const explained = Object.entries(variables).flatMap(([name, { about, example }]) => [
      `# ${about}`,
      `#${name}=${example}`,
      '',
    ]);
    expect(lines).toEqual([
      '# Every variable is optional: copy this file to .env and uncomment what you change.',
      '',
      ...explained,
    ]);
  });
});

describe('docs/operations.md', () => {
  it('has a row for every variable, in the same words', () => {
    const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
    const rows = page.split('\n').filter((line) => /^\| `[A-Z_]+` /.test(line));
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
    expect(cells.map(([, name, about, example]) => ({ name, about, example }))).toEqual(
      Object.entries(variables).map(([name, { about, example }]) => ({
        name: `\`${name}\``,
        about,
        example: example && `\`${example}\``,
      })),
    );
  });
});
