import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { CosignatureTokens } from '../../cosignatures/cosignature-tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { addBlockCallers } from '../../../test/support/block-callers.js';
import { axe, browserIsThere, startBrowser, visit } from '../../../test/support/browser.js';
import { testClock } from '../../../test/support/clock.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { townWithBlocks } from '../../../test/support/town-with-blocks.js';

const BOB = 'bob@example.org';

/** The block `co-sign`: a second person confirms or refuses a request by a link. */
describe('a second person', () => {
  let town: string;
  let beffroi: TestProgram;
  beforeAll(async () => {
    town = townWithBlocks();
    addBlockCallers(town, ['co-sign']);
    const clock = testClock('2026-03-02T09:00:00Z');
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' }, clock });
  }, 120_000);
  afterAll(async () => {
    await beffroi.stop();
    rmSync(town, { recursive: true });
  });

  async function submit(procedure: string): Promise<string> {
    const citizen = new HttpBrowser(beffroi.url);
    await citizen.open(`/demarches/${procedure}`);
    await citizen.submit({ form: 'form[action$="demarrer"]' });
    const fields = {
      prenom: 'Alice',
      nom: 'Exemple',
      email: 'alice@example.org',
      lieu: 'Rue du Parc',
      mode: 'portail',
    };
    await citizen.submit({ fields });
    await citizen.submit();
    await beffroi.settled();
    return citizen.$('.confirmation__codes dd').first().text().trim();
  }
  const bySql = async <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    (await beffroi.database.query<Row>(sql, values)).rows;
  /** What the mail says in the clear is gone once it is sent: the link is made again from the row. */
  const linkOf = async (reference: string): Promise<string> => {
    const [row] = await bySql<{ id: string }>(
      'SELECT c.id FROM cosignature c JOIN dossier d ON d.id = dossier_id WHERE reference = $1',
      reference,
    );
    return `/confirmation/${beffroi.get(CosignatureTokens).of(row!.id)}`;
  };
  const stateOf = async (reference: string) => {
    const [row] = await bySql<{ state: string; kinds: string[] }>(
      `SELECT p.state->>'status' AS state, (SELECT array_agg(kind ORDER BY h.id) FROM history_entry h
         WHERE h.dossier_id = d.id AND kind LIKE 'cosignature.%') AS kinds
       FROM dossier d JOIN process_instance p ON p.id = d.process_instance_key WHERE reference = $1`,
      reference,
    );
    return row;
  };
  const subjects = async (to: string): Promise<string[]> =>
    (await beffroi.get(MailService).mailbox())
      .filter(({ recipient }) => recipient === to)
      .map(({ subject }) => subject);

  it('reads what the procedure shows, confirms with a name, and the request goes on', async () => {
    const reference = await submit('essai-co-sign-confirmee');
    const link = await linkOf(reference);
    const bob = await new HttpBrowser(beffroi.url).open(link);
    expect(bob.status).toBe(200);
    expect(bob.headers.get('referrer-policy')).toBe('no-referrer');
    expect(bob.text('main')).toContain('Alice Exemple a introduit une demande');
    expect(bob.text('main')).toContain('Rue du Parc');
    expect(bob.text('main')).not.toContain('alice@example.org');
    expect(bob.$('.govuk-form-group--error')).toHaveLength(0);
    await bob.submit({ fields: {} });
    expect(bob.status).toBe(422);
    expect(bob.text('.govuk-error-summary')).toContain('Écrivez votre nom');
    expect(bob.$('.govuk-form-group--error')).toHaveLength(2);
    await bob.submit({ fields: { reponse: 'confirme', nom: 'Bob Exemple' } });
    expect(bob.text('main')).toContain('Vous avez confirmé cette demande');
    expect(bob.$('main form')).toHaveLength(0);
    await beffroi.settled();
    expect(await stateOf(reference)).toMatchObject({ kinds: ['cosignature.asked', 'cosignature.confirmed'] });
    expect((await stateOf(reference))?.state).toBe('completed');
    // the applicant may see that somebody outside looked
    const reads = await bySql(
      `SELECT FROM history_entry WHERE kind = 'dossier.read' AND data->>'body' = 'Bob Exemple'`,
    );
    expect(reads.length).toBeGreaterThan(0);
  });

  it('who refuses says why, and the applicant is told', async () => {
    const reference = await submit('essai-co-sign-refusee');
    const bob = await new HttpBrowser(beffroi.url).open(await linkOf(reference));
    await bob.submit({ fields: { reponse: 'refuse', nom: 'Bob Exemple' } });
    expect(bob.text('.govuk-error-summary')).toContain('pourquoi');
    await bob.submit({ fields: { reponse: 'refuse', nom: 'Bob Exemple', motif: 'Je ne suis pas d’accord.' } });
    await beffroi.settled();
    expect(await stateOf(reference)).toMatchObject({ state: 'completed' });
    const told = (await subjects('alice@example.org')).filter((subject) => subject.includes(reference));
    expect(told.join()).toContain('confirmation refusée');
  });

  it('is reminded, then an agent decides; the link says that it is too late', async () => {
    const reference = await submit('essai-co-sign-sans-suite');
    for (let day = 0; day < 6; day++) await beffroi.advance('P1D');
    expect((await subjects(BOB)).filter((subject) => subject.includes(reference))).toHaveLength(2);
    for (let day = 0; day < 9; day++) await beffroi.advance('P1D');
    const bob = await new HttpBrowser(beffroi.url).open(await linkOf(reference));
    expect(bob.text('main')).toContain('n’est plus attendue');
    expect(bob.$('main form')).toHaveLength(0);
    const tasks = await bySql<{ element: string }>(
      `SELECT element FROM user_task WHERE state = 'created' AND element = 'co-sign-decider'`,
    );
    expect(tasks).toHaveLength(1);
  });

  it('who has no address confirms on paper: an agent decides at once', async () => {
    await submit('essai-co-sign-sur-papier');
    const [{ n } = { n: 0 }] = await bySql<{ n: number }>(
      `SELECT count(*)::int AS n FROM user_task WHERE state = 'created' AND element = 'co-sign-decider'`,
    );
    expect(n).toBe(2);
  });

  it('a link of somebody else opens nothing, and tries are counted', async () => {
    const link = await linkOf(await submit('essai-co-sign-confirmee'));
    const stranger = new HttpBrowser(beffroi.url);
    const wrong = link.replace(/.$/, (end) => (end === '0' ? '1' : '0'));
    expect((await stranger.open(wrong)).status).toBe(404);
    const codes: number[] = [];
    for (let n = 0; n < 25; n++) codes.push((await stranger.ask(`/confirmation/${n}-${'a'.repeat(64)}`)).status);
    expect(codes).toContain(429);
  });

  (browserIsThere ? it : it.skip)(
    'the page is clean for axe, on a phone too',
    async () => {
      const link = await linkOf(await submit('essai-co-sign-confirmee'));
      const browser: Browser = await startBrowser();
      try {
        for (const [locale, width] of [
          ['fr', 1200],
          ['de', 360],
        ] as const) {
          const page = await visit(browser, {
            baseURL: beffroi.url,
            locale,
            extraHTTPHeaders: { 'accept-language': locale },
            viewport: { width, height: 900 },
          });
          await page.goto(link);
          expect(await axe(page)).toEqual([]);
          const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
          expect(wide).toBe(false);
          if (process.env['LOOK'])
            await page.screenshot({ path: `${process.env['LOOK']}/cosign-${locale}.png`, fullPage: true });
        }
      } finally {
        await browser.close();
      }
    },
    60_000,
  );
});
