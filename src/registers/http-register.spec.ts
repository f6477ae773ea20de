import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf, HttpRegister } from './http-register.js';
import { type Question, RegisterDown } from './register.js';

const question: Question = {
  nationalNumber: '85073090226',
  piece: 'naissance',
  purpose: { reference: 'TRN-2026-000123', basis: 'ancien Code civil, article 29' },
  since: new Date('2026-03-02T09:00:00Z'),
};

describe('the gateway to the registers', () => {
  let server: Server;
  let register: HttpRegister;
  let next: [number, string?] = [200];
  const asked: { url?: string; token?: string; body: unknown }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => (body += String(piece)));
      request.on('end', () => {
        asked.push({ url: request.url!, token: request.headers.authorization!, body: JSON.parse(body) });
        response.writeHead(next[0], { 'content-type': 'application/json' }).end(next[1]);
      });
    }).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    register = new HttpRegister({ url: `http://127.0.0.1:${port}`, token: 'secret' });
  });
  afterAll(() => new Promise((done) => server.close(done)));

  it('is asked for a piece of a person, for a case and by a law', async () => {
    next = [200, JSON.stringify({ state: 'found', nationalNumber: '85073090226', sealed: btoa('%PDF-1.7') })];
    const answer = await register.ask(question);
    expect(answer).toMatchObject({ state: 'found', nationalNumber: '85073090226' });
    expect(asked.at(-1)).toEqual({
      url: '/civil-status/naissance',
      token: 'Bearer secret',
      body: { nationalNumber: '85073090226', purpose: question.purpose, since: '2026-03-02T09:00:00.000Z' },
    });
    await register.digitise(question);
    expect(asked.at(-1)!.url).toBe('/civil-status/naissance/digitisation');
  });

  it.each<[number, string | undefined, unknown]>([
    [204, undefined, { state: 'none' }],
    [202, '{}', { state: 'in-treatment' }],
    [200, '{"state":"on-paper"}', { state: 'on-paper' }],
    [200, '{"state":"by-hand","reason":"adresseProtegee"}', { state: 'by-hand', reason: 'adresseProtegee' }],
  ])('says %i %s', async (status, body, answer) => {
    next = [status, body];
    expect(await register.ask(question)).toEqual(answer);
  });

  it.each([500, 503, 429])('is down when it says %i', async (status) => {
    next = [status];
    await expect(register.ask(question)).rejects.toThrow(RegisterDown);
  });

  it('is down when nobody is there, and says nothing of the person', async () => {
    const gone = new HttpRegister({ url: 'http://127.0.0.1:9', token: '' });
    const error = await gone.ask(question).catch((caught: unknown) => caught as Error);
    expect(error).toBeInstanceOf(RegisterDown);
    expect((error as Error).message).not.toContain(question.nationalNumber);
  });

  it('may refuse, which no other try changes', async () => {
    next = [403];
    await expect(register.ask(question)).rejects.toThrow('refused with 403');
    await expect(register.ask(question)).rejects.not.toThrow(RegisterDown);
  });
});

it.each([
  undefined,
  {},
  { state: 'found' },
  { state: 'found', nationalNumber: '1' },
  { state: 'by-hand', reason: 'why not' },
  { state: 'found', nationalNumber: '85073090226', sealed: btoa('no pdf') },
])('nobody can use the answer %j', (said) => expect(() => answerOf(said)).toThrow('nobody can use'));
