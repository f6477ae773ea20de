import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Mollie } from './mollie.js';
import { RefundImpossible } from './provider.js';

/** A server that answers as docs.mollie.com says: payments by number, one answer per idempotency key. */
interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

let server: Server;
let mollie: Mollie;
let asked: Asked[] = [];
let answers: Record<string, [number, object]> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const path = request.url ?? '';
      const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
      asked.push({ method: request.method, path, headers: request.headers, body });
      const [status, answer] =
        request.headers.authorization === 'Bearer test_key'
          ? (answers[`${request.method} ${path}`] ?? [404, { status: 404, title: 'Not Found' }])
          : [401, { status: 401, title: 'Unauthorized Request' }];
      response.writeHead(status, { 'content-type': 'application/hal+json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  mollie = new Mollie({ url: `http://127.0.0.1:${port}/v2`, key: 'test_key' });
});
beforeEach(() => {
  asked = [];
  answers = {};
});
afterAll(() => new Promise((closed) => server.close(closed)));

const ORDER = {
  key: 'attempt-1',
  amountCents: 1205,
  description: 'TRN-2026-000001',
  lang: 'nl',
  returnUrl: 'https://town.example.org/paiements/x',
  noticeUrl: 'https://town.example.org/paiements/avis/1/y',
} as const;

const payment = (status: string, more: object = {}) => ({
  resource: 'payment',
  id: 'tr_5B8cwPMGnU',
  mode: 'test',
  amount: { value: '12.05', currency: 'EUR' },
  status,
  _links: { self: { href: '...', type: 'application/hal+json' } },
  ...more,
});

describe('a payment at Mollie', () => {
  it('is created with an amount of two decimals, addresses and an idempotency key', async () => {
    const checkout = { href: 'https://www.mollie.com/checkout/select-method/5B8cwPMGnU', type: 'text/html' };
    answers['POST /v2/payments'] = [201, payment('open', { _links: { checkout } })];
    expect(await mollie.begin(ORDER)).toEqual({ reference: 'tr_5B8cwPMGnU', url: checkout.href });
    expect(asked).toMatchObject([
      {
        headers: { 'idempotency-key': 'attempt-1', 'content-type': 'application/json' },
        body: {
          amount: { currency: 'EUR', value: '12.05' },
          description: 'TRN-2026-000001',
          redirectUrl: ORDER.returnUrl,
          cancelUrl: ORDER.returnUrl,
          webhookUrl: ORDER.noticeUrl,
          locale: 'nl_BE',
        },
      },
    ]);
  });

  it.each([
    ['open', 'open', 0],
    ['pending', 'open', 0],
    ['authorized', 'open', 0],
    ['paid', 'paid', 1205],
    ['canceled', 'cancelled', 0],
    ['expired', 'expired', 0],
    ['failed', 'failed', 0],
  ])('that is %s is %s to us', async (status, state, paidCents) => {
    answers['GET /v2/payments/tr_5B8cwPMGnU'] = [200, payment(status)];
    expect(await mollie.standing('tr_5B8cwPMGnU')).toEqual({ state, paidCents });
  });

  it('that cannot be asked for is a failure, not an answer', async () => {
    await expect(mollie.standing('tr_unknown')).rejects.toThrow('Mollie answered 404.');
    answers['GET /v2/payments/tr_5B8cwPMGnU'] = [503, {}];
    await expect(mollie.standing('tr_5B8cwPMGnU')).rejects.toThrow('Mollie answered 503.');
    answers['GET /v2/payments/tr_5B8cwPMGnU'] = [200, payment('paid', { amount: { value: '12.05', currency: 'USD' } })];
    await expect(mollie.standing('tr_5B8cwPMGnU')).rejects.toThrow('not in euro');
  });
});

describe('a refund at Mollie', () => {
  const order = { key: 'refund-1', reference: 'tr_5B8cwPMGnU', amountCents: 500, description: 'Remboursement 1' };

  it.each([
    ['queued', 'pending'],
    ['pending', 'pending'],
    ['processing', 'pending'],
    ['refunded', 'done'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('that is %s is %s to us', async (status, state) => {
    const refund = { resource: 'refund', id: 're_4qqhO89gsT', status };
    answers['GET /v2/payments/tr_5B8cwPMGnU/refunds'] = [200, { count: 0, _embedded: { refunds: [] } }];
    answers['POST /v2/payments/tr_5B8cwPMGnU/refunds'] = [201, refund];
    answers['GET /v2/payments/tr_5B8cwPMGnU/refunds/re_4qqhO89gsT'] = [200, refund];
    expect(await mollie.refund(order)).toEqual({ reference: 're_4qqhO89gsT', state });
    expect(await mollie.refundStanding(order.reference, 're_4qqhO89gsT')).toEqual({
      reference: 're_4qqhO89gsT',
      state,
    });
    expect(asked[1]).toMatchObject({
      headers: { 'idempotency-key': 'refund-1' },
      body: {
        metadata: { key: 'refund-1' },
        amount: { currency: 'EUR', value: '5.00' },
        description: 'Remboursement 1',
      },
    });
  });

  it('whose number was lost in a crash is found again, not made again', async () => {
    const refund = { id: 're_4qqhO89gsT', status: 'pending', metadata: { key: 'refund-1' } };
    answers['GET /v2/payments/tr_5B8cwPMGnU/refunds'] = [200, { count: 1, _embedded: { refunds: [refund] } }];
    expect(await mollie.refund(order)).toEqual({ reference: 're_4qqhO89gsT', state: 'pending' });
    expect(asked).toHaveLength(1);
  });

  it('that Mollie will never make is impossible; one that it cannot make now is tried again', async () => {
    answers['GET /v2/payments/tr_5B8cwPMGnU/refunds'] = [200, { count: 0, _embedded: { refunds: [] } }];
    answers['POST /v2/payments/tr_5B8cwPMGnU/refunds'] = [422, { status: 422, title: 'Unprocessable Entity' }];
    await expect(mollie.refund(order)).rejects.toThrow(RefundImpossible);
    answers['POST /v2/payments/tr_5B8cwPMGnU/refunds'] = [500, {}];
    await expect(mollie.refund(order)).rejects.not.toThrow(RefundImpossible);
  });
});
