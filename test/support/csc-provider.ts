/**
 * A signature provider as the Cloud Signature Consortium describes it (API version 2), for tests: it keeps keys, asks people
 * who are elsewhere, and can be told how they answer.
 *
 *     const provider = await startCscProvider();
 *     provider.answers('agent1@example.org', 'agree' | 'decline' | 'silent' | 'expire' | 'no-key');
 *     provider.fails(2);                              // the next two requests are answered with 503
 *     provider.signed                                 // one entry per signature, with its idempotency key
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type KeyWithCertificate, makeCertificate, signDigestWithKey } from '../../src/signatures/certificates.js';
import { timeStamp } from '../../src/signatures/time-stamp.js';

export type Behaviour = 'agree' | 'decline' | 'silent' | 'expire' | 'no-key';
export const SEAL = 'seal-of-the-town';

type Asked = Record<string, string | string[] | number>;
type Reply = { readonly status?: number; readonly body: object };

export interface CscProvider {
  readonly url: string;
  readonly signed: { readonly key: string; readonly credential: string; readonly hash: string }[];
  readonly asked: string[];
  answers(email: string, behaviour: Behaviour): void;
  fails(times: number): void;
  stop(): Promise<void>;
}

const now = new Date('2026-01-01T00:00:00Z');
const organisation = 'Provider of tests';

export async function startCscProvider({ stamps = true } = {}): Promise<CscProvider> {
  const root = makeCertificate({ commonName: 'Provider of tests', organisation, purpose: 'authority', now });
  const make = (commonName: string, purpose: 'signature' | 'time-stamp'): KeyWithCertificate =>
    makeCertificate({ commonName, organisation, purpose, now, issuer: root });
  const authority = make('Time of tests', 'time-stamp');
  const keys = new Map<string, KeyWithCertificate>([[SEAL, make('Seal of the town', 'signature')]]);
  const behaviours = new Map<string, Behaviour>();
  const handles = new Map<string, { credential: string; asked: number }>();
  const signed: CscProvider['signed'] = [];
  const asked: string[] = [];
  let failing = 0;

  const keyOf = (id: string): KeyWithCertificate => {
    const key = keys.get(id) ?? make(id, 'signature');
    keys.set(id, key);
    return key;
  };
  const activation = (credential: string): object => ({ SAD: `sad-${credential}`, expiresIn: 300 });
  const methods: Record<string, (body: Asked, key: string) => Reply> = {
    info: () => ({ body: { specs: '2.0.0.2', methods: stamps ? ['signatures/timestamp'] : [] } }),
    'credentials/list': ({ userID }) => ({
      body: { credentialIDs: behaviours.get(String(userID)) === 'no-key' ? [] : [String(userID)] },
    }),
    'credentials/info': ({ credentialID }) => {
      const certificates = [keyOf(String(credentialID)).certificate, root.certificate].map((one) =>
        one.toString('base64'),
      );
      return { body: { key: { status: 'enabled' }, cert: { status: 'valid', certificates }, SCAL: '2' } };
    },
    'credentials/authorize': ({ credentialID }) => {
      const credential = String(credentialID);
      if (credential === SEAL) return { body: activation(credential) };
      const handle = randomUUID();
      handles.set(handle, { credential, asked: 0 });
      return { body: { handle } };
    },
    'credentials/authorizeCheck': ({ handle }) => {
      const waiting = handles.get(String(handle));
      if (!waiting) return { status: 400, body: { error: 'invalid_request' } };
      waiting.asked += 1;
      const behaviour = behaviours.get(waiting.credential) ?? 'agree';
      if (behaviour === 'decline') return { status: 400, body: { error: 'access_denied' } };
      if (behaviour === 'expire') return { status: 400, body: { error: 'expired_token' } };
      // people take a moment
      const ready = behaviour === 'agree' && waiting.asked > 1;
      return ready ? { body: activation(waiting.credential) } : { status: 202, body: {} };
    },
    'signatures/signHash': ({ credentialID, SAD, hashes }, key) => {
      const credential = String(credentialID);
      if (SAD !== `sad-${credential}`) return { status: 400, body: { error: 'invalid_SAD' } };
      const [hash = ''] = hashes as string[];
      // who asks again under the same key gets the same, and it counts once
      if (!signed.some((one) => one.key === key)) signed.push({ key, credential, hash });
      return {
        body: {
          signatures: [signDigestWithKey(keyOf(credential).privateKey, Buffer.from(hash, 'base64')).toString('base64')],
        },
      };
    },
    'signatures/timestamp': ({ hash }) => {
      const token = timeStamp(Buffer.from(String(hash), 'base64'), {
        at: new Date(),
        authority,
        chain: [root.certificate],
      });
      return { body: { timestamp: token.toString('base64') } };
    },
  };

  const server = createServer((request, response) => {
    void (async () => {
      const method = (request.url ?? '').replace('/csc/v2/', '');
      const text = await read(request);
      asked.push(method);
      const reply = ((): Reply => {
        if (failing > 0) {
          failing -= 1;
          return { status: 503, body: {} };
        }
        if (method === 'oauth2/token')
          return { body: { access_token: 'token', token_type: 'Bearer', expires_in: 3600 } };
        if (request.headers.authorization !== 'Bearer token') return { status: 401, body: { error: 'invalid_token' } };
        const body = JSON.parse(text) as Asked;
        return methods[method]?.(body, String(request.headers['idempotency-key'])) ?? { status: 404, body: {} };
      })();
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/csc/v2`,
    signed,
    asked,
    answers: (email, behaviour) => void behaviours.set(email, behaviour),
    fails: (times) => void (failing = times),
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
