/**
 * A browser without script, for tests over HTTP: it keeps cookies, follows redirects, fills the forms that a page has.
 *
 *     const browser = new HttpBrowser(beffroi.url);
 *     await browser.open('/demarches/certificat-de-residence');
 *     await browser.submit({ form: 'form[action$="demarrer"]' });
 *     await browser.submit({ fields: { pourQui: 'moi' } });
 *     browser.text('h1'); browser.status; browser.path;
 */
import { type CheerioAPI, load } from 'cheerio';

type Fields = Readonly<Record<string, string | Blob | { readonly file: Blob; readonly name: string }>>;

export class HttpBrowser {
  status = 0;
  path = '';
  headers = new Headers();
  private page: CheerioAPI = load('');
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly language = 'fr',
  ) {}

  get $(): CheerioAPI {
    return this.page;
  }

  /** What a reader sees there, blanks joined. */
  text(selector: string): string {
    return this.page(selector).text().replace(/\s+/g, ' ').trim();
  }

  open(path: string): Promise<this> {
    return this.request(path, { method: 'GET' });
  }

  /** Sends a form of the page with what it holds already, `fields` over it; `button` is the name and value of the button. */
  async submit({
    form = 'main form',
    fields = {},
    button,
  }: { form?: string; fields?: Fields; button?: [string, string] } = {}) {
    const element = this.page(form).first();
    if (element.length === 0) throw new Error(`No form ${form} at ${this.path}`);
    const action = element.attr('action') ?? this.path;
    const data = new FormData();
    for (const { name, value } of element.serializeArray()) if (!(name in fields)) data.append(name, value);
    for (const [name, value] of Object.entries(fields))
      if (typeof value === 'object' && 'file' in value) data.append(name, value.file, value.name);
      else data.append(name, value);
    if (button) data.append(...button);
    if (element.attr('method')?.toLowerCase() !== 'post')
      return this.open(`${action}?${new URLSearchParams(data as unknown as Record<string, string>).toString()}`);
    const multipart = element.attr('enctype') === 'multipart/form-data';
    const body = multipart ? data : new URLSearchParams(data as unknown as Record<string, string>);
    return this.request(action, { method: 'POST', body });
  }

  /** Asks once, with this browser's cookies; follows nothing and keeps no page. */
  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', 'accept-language': this.language, cookie };
    const response = await fetch(new URL(path, this.url), { ...init, headers, redirect: 'manual' });
    for (const one of response.headers.getSetCookie()) {
      const [name = '', value = ''] = one.split(';')[0]!.split('=');
      this.cookies.set(name, value);
    }
    return response;
  }

  private async request(path: string, init: RequestInit): Promise<this> {
    const response = await this.ask(path, init);
    const location = response.headers.get('location');
    if (location && response.status >= 300 && response.status < 400)
      return this.request(location.replace(new URL(this.url).origin, ''), { method: 'GET' });
    this.status = response.status;
    this.headers = response.headers;
    this.path = path;
    this.page = load(await response.text());
    return this;
  }
}
