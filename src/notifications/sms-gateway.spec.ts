import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HttpSms, SmsRefused } from './sms-gateway.js';

/** A gateway that answers with the status that the text asks for, and keeps what it got. */
let server: Server;
let url: string;
const received: { body: unknown; authorization?: string }[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(pieces).toString()) as { text: string };
      const { authorization } = request.headers;
      received.push({ body, ...(authorization && { authorization }) });
      response.writeHead(Number(body.text)).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
});
afterAll(() => void server.close());

it('is told what, to whom and who asks', async () => {
  await new HttpSms(url, 'secret').send({ to: '+32470123456', text: '200', key: 'sms-1' });
  expect(received.at(-1)).toEqual({
    body: { to: '+32470123456', text: '200', id: 'sms-1' },
    authorization: 'Bearer secret',
  });
});

it.each([
  ['400', true],
  ['404', true],
  ['429', false],
  ['503', false],
])('that answers %s has refused for good: %s', async (text, final) => {
  const error: unknown = await new HttpSms(url, undefined)
    .send({ to: '+32470123456', text, key: 'sms-2' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof SmsRefused).toBe(final);
});
