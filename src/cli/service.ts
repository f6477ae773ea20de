import { type Terminal, UsageError } from './command.js';
import type { FileDiagnostic } from './diagnostics.js';

/** What a service has answered that was not what we asked for; the sentence is for whoever typed the command. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    message: string,
    /** What it found wrong in the files that it was sent. */
    readonly diagnostics: readonly FileDiagnostic[] = [],
  ) {
    super(message);
  }
}

/** A running service, spoken to over its `/v2`, and over `/api` about procedures. */
export class Service {
  private readonly headers: { readonly [name: string]: string };

  constructor(
    private readonly url: URL,
    { env = {} }: Terminal,
  ) {
    const [user, password, token] = ['BEFFROI_USER', 'BEFFROI_PASSWORD', 'BEFFROI_TOKEN'].map((name) => env[name]);
    if (user !== undefined && password === undefined)
      throw new UsageError('Expected BEFFROI_PASSWORD beside BEFFROI_USER in the environment, but there is none.');
    const basic = user === undefined ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const authorization = token === undefined ? basic : `Bearer ${token}`;
    this.headers = { accept: 'application/json', ...(authorization !== undefined && { authorization }) };
  }

  /** Reads `--to` or `--at`. */
  static at(url: string | boolean | undefined, option: string, terminal: Terminal): Service {
    if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url))
      throw new UsageError(`Expected the address of a service in ${option}, such as https://beffroi.example.org.`);
    return new Service(new URL(url), terminal);
  }

  async post<Answer>(path: string, body: object | FormData): Promise<Answer> {
    const isForm = body instanceof FormData;
    const headers = isForm ? this.headers : { ...this.headers, 'content-type': 'application/json' };
    const answer = await this.ask(`v2/${path}`, {
      method: 'POST',
      headers,
      body: isForm ? body : JSON.stringify(body),
    });
    return (await answer.json()) as Answer;
  }

  /** The files of a procedure, each under its path. */
  async deploy<Answer>(key: string, form: FormData): Promise<Answer> {
    const answer = await this.ask(`api/procedures/${key}`, { method: 'POST', headers: this.headers, body: form });
    return (await answer.json()) as Answer;
  }

  async text(path: string): Promise<string> {
    return (await this.ask(`v2/${path}`, { headers: { ...this.headers, accept: '*/*' } })).text();
  }

  /** Every item of a search, page by page. */
  async search<Item>(path: string, filter: object): Promise<Item[]> {
    const found: Item[] = [];
    for (;;) {
      const page = { from: found.length, limit: 500 };
      const { items } = await this.post<{ items: Item[] }>(path, { filter, page });
      found.push(...items);
      if (items.length < page.limit) return found;
    }
  }

  private async ask(path: string, request: RequestInit): Promise<Response> {
    const address = new URL(path, this.url.href.endsWith('/') ? this.url : `${this.url.href}/`);
    let response: Response;
    try {
      response = await fetch(address, request);
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
      const why = cause?.code ?? cause?.message ?? message;
      throw new ServiceError(`Expected an answer from ${this.url.origin}, but there was none (${why}).`);
    }
    if (response.ok) return response;
    const text = await response.text();
    throw new ServiceError(refusal(response, text, this.url.origin), diagnosticsIn(text));
  }
}

function refusal({ status }: Response, text: string, origin: string): string {
  if (status === 401)
    return `Expected an account that ${origin} knows (BEFFROI_USER and BEFFROI_PASSWORD, or BEFFROI_TOKEN, in the environment), but it was refused.`;
  const said = detailOf(text);
  if (status === 403)
    return `Expected an account that may do this at ${origin}, but it may not${said ? `: ${said}` : '.'}`;
  if (status === 404)
    return `Expected a Beffroi with its API at ${origin}, but found none there${said ? `: ${said}` : '.'}`;
  return said ?? `Expected ${origin} to do it, but it answered ${status}.`;
}

/** The sentence of a problem (RFC 9457). */
function detailOf(text: string): string | undefined {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : undefined;
  } catch {
    return undefined;
  }
}

function diagnosticsIn(text: string): readonly FileDiagnostic[] {
  try {
    const { diagnostics } = JSON.parse(text) as { diagnostics?: unknown };
    return Array.isArray(diagnostics) ? (diagnostics as FileDiagnostic[]) : [];
  } catch {
    return [];
  }
}
