/**
 * A proxy that writes down what a client and the program say to each other:
 *
 *     const recorder = await Recorder.before(beffroi.url);
 *     const { cluster } = camundaClients({ ...beffroi, url: recorder.url });
 *     ...
 *     expect(recorder.exchanges).toContainEqual(expect.objectContaining({ method: 'GET', path: '/v2/topology', status: 200 }));
 */
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly status: number;
  readonly type: string;
  /** What was sent and answered; undefined unless it is JSON. */
  readonly asked?: unknown;
  readonly answer?: unknown;
}

export class Recorder {
  readonly exchanges: Exchange[] = [];
  // a connection for each request: one that is kept may be closed at the very moment it is used again
  private readonly agent = new Agent({ keepAlive: false });

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  static async before(target: string): Promise<Recorder> {
    const server = createServer();
    const recorder = new Recorder(server, target);
    server.on('request', (asked, answered) => {
      void recorder.pass(asked).then(({ head, body }) => {
        answered.writeHead(head.statusCode ?? 502, head.headers);
        answered.end(body);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return recorder;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  private async pass(asked: IncomingMessage): Promise<{ head: IncomingMessage; body: Buffer }> {
    const { method = 'GET', url: path = '/', headers } = asked;
    const sent = await whole(asked);
    const head = await new Promise<IncomingMessage>((resolve, reject) => {
      const passed = request(`${this.target}${path}`, { method, headers, agent: this.agent }, resolve);
      passed.on('error', reject).end(sent);
    });
    const body = await whole(head);
    const type = head.headers['content-type'] ?? '';
    this.exchanges.push({
      method,
      path,
      status: head.statusCode ?? 502,
      type,
      ...(sent.length > 0 &&
        headers['content-type']?.includes('json') && { asked: JSON.parse(sent.toString()) as unknown }),
      ...(body.length > 0 && type.includes('json') && { answer: JSON.parse(body.toString()) as unknown }),
    });
    return { head, body };
  }
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
