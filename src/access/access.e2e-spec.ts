import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, Req, Res, UploadedFiles } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { testClock } from '../../test/support/clock.js';
import { freshDatabase, type TestDatabase } from '../../test/support/database.js';
import { freePort } from '../../test/support/free-port.js';
import { readConfig } from '../config.js';
import { DatabaseModule } from '../database/database.module.js';
import { DatabaseServer } from '../database/server.js';
import { StartModule } from '../program.module.js';
import { AccessModule } from './access.module.js';
import { AccountsService } from './accounts.service.js';
import { DEMO_PASSWORD, DemoAccounts } from './demo-accounts.js';
import { Multipart } from './multipart.js';
import { Public, Roles, SignedIn } from './route-rule.js';
import { RouteRules } from './route-rules.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from './visitor.js';

@Controller()
class Pages {
  constructor(private readonly signInService: SignInService) {}

  @Public()
  @Get('visitor')
  visitor(@CurrentVisitor() visitor: Visitor) {
    return visitor;
  }

  @Public()
  @Post('change')
  change(@CurrentVisitor() visitor: Visitor) {
    return visitor;
  }

  @Public()
  @Multipart(1)
  @Post('files')
  files(@UploadedFiles() files: { originalname: string; buffer: Buffer }[]) {
    return files.map(({ originalname, buffer }) => ({ originalname, size: buffer.length }));
  }

  @Public()
  @Post('sign-in')
  signIn(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body() body: { email: string; password: string },
  ) {
    return this.signInService.signIn(request, response, body.email, body.password);
  }

  @SignedIn()
  @Post('sign-out')
  signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    return this.signInService.signOut(request, response);
  }

  @SignedIn()
  @Get('mine')
  mine(@CurrentUser() account: CurrentAccount) {
    return account;
  }

  @Roles('agent')
  @Get('desk')
  desk(@CurrentUser() account: CurrentAccount) {
    return account.departments;
  }
}

@Controller()
class Forgotten {
  @Get('forgotten')
  forgotten() {
    return 'open to everybody by mistake';
  }
}

let database: TestDatabase;
const clock = testClock();

async function start(controllers: (new (...args: never[]) => object)[]): Promise<NestExpressApplication> {
  const config = readConfig({
    DATABASE_URL: database.url,
    SECRET: 'a secret that only tests know, 32+ long',
    PORT: String(await freePort()),
    DEMO: 'true',
  });
  const server = new DatabaseServer(database.url);
  class Program {}
  Module({ imports: [StartModule.of({ config, server, clock }), DatabaseModule, AccessModule], controllers })(Program);
  const app = await NestFactory.create<NestExpressApplication>(Program, { logger: false, abortOnError: false });
  try {
    await app.listen(config.port!, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/** A browser with one cookie. */
class Browser {
  cookie = '';
  constructor(private readonly url: string) {}

  async send(path: string, init: RequestInit = {}): Promise<{ status: number; body: never; setCookie: string | null }> {
    const headers = { ...(init.headers as Record<string, string>), ...(this.cookie && { cookie: this.cookie }) };
    const response = await fetch(this.url + path, { ...init, headers });
    const setCookie = response.headers.get('set-cookie');
    if (setCookie) this.cookie = setCookie.split(';')[0]!;
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : undefined) as never, setCookie };
  }

  async visitor(): Promise<Visitor> {
    return (await this.send('/visitor')).body;
  }

  async post(path: string, fields: Record<string, string> = {}) {
    const { csrfToken } = await this.visitor();
    return this.send(path, { method: 'POST', body: new URLSearchParams({ _csrf: csrfToken, ...fields }) });
  }

  signIn(email: string, password = DEMO_PASSWORD) {
    return this.post('/sign-in', { email, password });
  }
}

describe('access', () => {
  let app: NestExpressApplication;
  let url: string;
  const sessions = async () => (await database.query<{ token_hash: Buffer }>('SELECT * FROM session')).rows;

  beforeAll(async () => {
    database = await freshDatabase();
    app = await start([Pages]);
    url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('knows the rule of every route, and no route without one starts', async () => {
    const routes = app.get(RouteRules, { strict: false }).all();
    expect(routes).toHaveLength(7);
    expect(routes.every(({ rule }) => rule)).toBe(true);
    await expect(start([Pages, Forgotten])).rejects.toThrow('Forgotten.forgotten');
  });

  it('gives a stranger a cookie, and writes nothing down before there is something to remember', async () => {
    const browser = new Browser(url);
    const { setCookie } = await browser.send('/visitor');
    expect(setCookie).toMatch(/^beffroi=[\w-]{43}; .*HttpOnly; SameSite=Lax/);
    expect(setCookie).not.toContain('Secure');
    expect(await sessions()).toHaveLength(0);
    expect((await browser.post('/change')).body).toHaveProperty('sessionId');
    const [row] = await sessions();
    expect(row!.token_hash.toString('utf8')).not.toContain(browser.cookie.slice('beffroi='.length));
    expect(row!.token_hash).toHaveLength(32);
  });

  it('takes no cookie that is not of its make', async () => {
    const browser = new Browser(url);
    browser.cookie = 'beffroi=1; other=2';
    expect((await browser.send('/visitor')).setCookie).toContain('beffroi=');
  });

  it('changes nothing without the token of this very session', async () => {
    const browser = new Browser(url);
    const other = await new Browser(url).visitor();
    await browser.visitor();
    const attempt = (init: RequestInit) => browser.send('/change', { method: 'POST', ...init });
    expect((await attempt({})).status).toBe(403);
    expect((await attempt({ body: new URLSearchParams({ _csrf: other.csrfToken }) })).status).toBe(403);
    expect((await attempt({ headers: { 'x-csrf-token': 'é' } })).status).toBe(403);
    expect((await browser.post('/change')).status).toBe(201);
    const { csrfToken } = await browser.visitor();
    expect((await attempt({ headers: { 'x-csrf-token': csrfToken } })).status).toBe(201);
  });

  it('checks the token of a form with files once it is read, and refuses files where none are asked', async () => {
    const browser = new Browser(url);
    const { csrfToken } = await browser.visitor();
    const form = (token: string, size = 10, files = 1): FormData => {
      const data = new FormData();
      for (let count = 0; count < files; count++)
        data.append('piece', new Blob([new Uint8Array(size)]), `a${count}.pdf`);
      data.append('_csrf', token);
      return data;
    };
    const post = (path: string, body: FormData) => browser.send(path, { method: 'POST', body });
    expect((await post('/files', form(csrfToken))).body).toEqual([{ originalname: 'a0.pdf', size: 10 }]);
    expect((await post('/files', form('wrong'))).status).toBe(403);
    expect((await post('/files', form(csrfToken, 11 * 1024 * 1024))).status).toBe(413);
    expect((await post('/files', form(csrfToken, 1, 2))).status).toBe(400);
    expect((await post('/change', form(csrfToken))).status).toBe(403);
  });

  it('opens pages by role', async () => {
    const browser = new Browser(url);
    expect((await browser.send('/mine')).status).toBe(401);
    expect((await browser.send('/desk')).status).toBe(401);
    await browser.signIn('alice@example.org');
    expect((await browser.send('/mine')).body).toMatchObject({ name: 'Alice Exemple', role: 'citizen' });
    expect((await browser.send('/mine')).body).not.toHaveProperty('passwordHash');
    expect((await browser.send('/desk')).status).toBe(403);
    await browser.signIn('agent1@example.org');
    expect((await browser.send('/desk')).body).toEqual(['population']);
  });

  it('gives a new cookie at sign-in, and the one before is a stranger’s', async () => {
    const browser = new Browser(url);
    await browser.post('/change');
    const before = browser.cookie;
    await browser.signIn('ALICE@example.org ');
    expect(browser.cookie).not.toBe(before);
    const thief = new Browser(url);
    thief.cookie = before;
    expect(await thief.visitor()).not.toHaveProperty('account');
    await browser.post('/sign-out');
    expect(await browser.visitor()).not.toHaveProperty('account');
  });

  it('keeps what a stranger began when they sign in, but not for the next account', async () => {
    const browser = new Browser(url);
    await browser.post('/change');
    const { sessionId } = await browser.visitor();
    await app.get(SessionsService, { strict: false }).addDraft(sessionId!, '7');
    await browser.signIn('alice@example.org');
    expect((await browser.visitor()).draftIds).toEqual(['7']);
    await browser.signIn('agent1@example.org');
    expect((await browser.visitor()).draftIds).toEqual([]);
  });

  it('ends a signed-in session after twelve hours', async () => {
    const browser = new Browser(url);
    await browser.signIn('alice@example.org');
    clock.advance('PT11H');
    expect(await browser.visitor()).toHaveProperty('account');
    clock.advance('PT2H');
    expect(await browser.visitor()).not.toHaveProperty('account');
    // the same cookie goes on, as nobody's
    expect((await browser.post('/change')).body).not.toHaveProperty('account');
    expect(await browser.visitor()).toHaveProperty('sessionId');
  });

  it('refuses the sixth try at one account, even with the right password', async () => {
    const browser = new Browser(url);
    for (let tries = 0; tries < 5; tries++)
      expect((await browser.signIn('bram@example.org', 'wrong')).body).toEqual({ refused: 'wrong' });
    expect((await browser.signIn('bram@example.org')).body).toMatchObject({ refused: 'too-many' });
    expect((await browser.signIn('clara@example.org')).body).toHaveProperty('account');
    expect((await browser.signIn('nobody@example.org', 'wrong')).body).toEqual({ refused: 'wrong' });
    const { rows } = await database.query<{ key: string }>('SELECT key FROM rate_limit');
    expect(rows.map(({ key }) => key).join()).not.toMatch(/example\.org|127\.0\.0\.1/);
  });

  it('has the demonstration’s people once, their passwords as argon2id', async () => {
    const demo = app.get(DemoAccounts, { strict: false });
    await demo.onApplicationBootstrap();
    const { rows } = await database.query<{ role: string; password_hash: string; email: string }>(
      'SELECT * FROM account',
    );
    const people = (all: readonly { email: string; role: string }[]): string[] =>
      all.map(({ email, role }) => `${role} ${email}`).sort();
    expect(people(rows)).toEqual(people(demo.signIns()));
    expect(new Set(rows.map(({ role }) => role))).toEqual(new Set(['citizen', 'agent', 'analyst', 'administrator']));
    expect(rows.every(({ password_hash }) => password_hash.startsWith('$argon2id$v=19$m=19456,t=2,p=1$'))).toBe(true);
    expect(rows.every(({ email }) => email.endsWith('@example.org'))).toBe(true);
    const agents = await app.get(AccountsService, { strict: false }).agentsOf('population');
    expect(agents).toHaveLength(3);
  });
});
