import { request } from 'node:http';
import type { DeclaredRoute } from '../../src/rest/openapi/routes.js';
import { routeOf } from './routes.js';

export interface Refusal {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
}

export interface Asked {
  /** In place of every parameter of the address. */
  readonly key?: string;
  readonly role?: string;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  readonly type?: string;
  /** Give up after so many milliseconds: then there is no status. */
  readonly patience?: number;
}

export interface Answer {
  readonly status: number | undefined;
  readonly problem?: Refusal;
}

/** Asks operations so that they refuse, and remembers what each has refused with. */
export class Provoker {
  /** `POST /v2/jobs/activation 400` */
  readonly seen = new Set<string>();

  constructor(
    private readonly url: string,
    private readonly tokens: ReadonlyMap<string, string>,
  ) {}

  /** Whoever asked: a client behind a recorder, for one. */
  note(method: string, path: string, status: number): void {
    const route = routeOf(method, path);
    if (route && status >= 400) this.seen.add(pair(route, status));
  }

  async ask(route: DeclaredRoute, { key = '424242', role, body, type, patience }: Asked = {}): Promise<Answer> {
    const path = route.path.replace(/\{\w+\}/g, key);
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await new Promise<Answer>((resolve, reject) => {
      const asking = request(`${this.url}${path}`, {
        method: route.method,
        agent: false,
        headers: {
          'content-type': type ?? 'application/json',
          ...(role && { authorization: `Bearer ${this.tokens.get(role)}` }),
        },
      });
      const alarm = patience === undefined ? undefined : setTimeout(() => end({ status: undefined }), patience);
      const end = (said: Answer) => {
        clearTimeout(alarm);
        asking.destroy();
        resolve(said);
      };
      asking.on('error', reject).on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          const isProblem = (response.headers['content-type'] ?? '').startsWith('application/problem+json');
          end({ status: response.statusCode, ...(isProblem && { problem: JSON.parse(text) as Refusal }) });
        });
      });
      asking.end(sent);
    });
    if (answer.status !== undefined) this.note(route.method, path, answer.status);
    return answer;
  }
}

export function pair({ method, path }: DeclaredRoute, status: number | string): string {
  return `${method} ${path} ${status}`;
}
