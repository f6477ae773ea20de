import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import { answers, PDF } from '../../test/support/dossier-stage.js';
import { HttpBrowser } from '../../test/support/http-browser.js';
import { MailService } from '../mail/mail.service.js';
import { MOST_BYTES } from './vault.service.js';

/** Somebody keeps a document, and gives it again with a request. */
let beffroi: TestProgram;
let folder: string;
beforeAll(async () => {
  folder = attestation();
  beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder, LOG_LEVEL: 'silent' } });
});
afterAll(async () => {
  await beffroi?.stop();
  rmSync(folder, { recursive: true });
});

const signedIn = async (name: string): Promise<HttpBrowser> => {
  const browser = new HttpBrowser(beffroi.url);
  await browser.open('/connexion');
  await browser.submit({ fields: { email: `${name}@example.org`, password: 'beffroi-demo' } });
  return browser;
};
const keep = async (browser: HttpBrowser, content: Buffer, name: string, fields: Record<string, string> = {}) => {
  await browser.open('/mon-compte/documents');
  const file = new Blob([new Uint8Array(content)]);
  await browser.submit({ form: 'form[enctype]', fields: { ...fields, document: { file, name } } });
};
const inDays = (days: number): Record<string, string> => {
  const at = new Date(beffroi.clock.now().getTime() + days * 86_400_000);
  return {
    'fin-day': `${at.getUTCDate()}`,
    'fin-month': `${at.getUTCMonth() + 1}`,
    'fin-year': `${at.getUTCFullYear()}`,
  };
};
const another = (name: string): Buffer => Buffer.concat([PDF, Buffer.from(`% ${name}\n`)]);

it('is checked by its content, kept once, seen by its owner alone, and deleted', async () => {
  const [alice, other] = [await signedIn('alice'), await signedIn('bram')];
  await keep(alice, Buffer.from('<script>'), 'preuve.pdf');
  expect([alice.status, alice.text('.govuk-error-summary')]).toEqual([422, expect.stringContaining('preuve')]);
  await keep(alice, PDF, 'identité.pdf', { genre: 'identity', ...inDays(-2) });
  expect(alice.text('.govuk-error-summary')).toContain('date à venir');
  for (const name of ['identité.pdf', 'identité (copie).pdf'])
    await keep(alice, PDF, name, { genre: 'identity', ...inDays(90) });
  expect(alice.$('.download')).toHaveLength(1);
  expect(alice.text('.download')).toContain('Carte d’identité');
  const path = alice.$('.download__link').attr('href')!;
  const file = await alice.ask(path);
  expect(Buffer.from(await file.arrayBuffer())).toEqual(PDF);
  expect(file.headers.get('content-disposition')).toContain('attachment');
  expect((await other.open(path)).status).toBe(404);
  await other.open('/mon-compte/documents');
  const body = new URLSearchParams({ _csrf: String(other.$('[name=_csrf]').first().attr('value')) });
  await other.ask(`${path}/supprimer`, { method: 'POST', body });
  expect((await alice.open(path)).status).toBe(200);
  await beffroi.database.query('UPDATE vault_document SET size = $1', [MOST_BYTES - 10]);
  await keep(alice, another('full'), 'plan.pdf');
  expect(alice.text('.govuk-error-summary')).toContain('Supprimez-en un');
  await alice.open('/mon-compte/documents');
  await alice.submit({ form: 'form[action$="/supprimer"]' });
  expect(alice.$('.download')).toHaveLength(0);
});

it('is given with a request when its owner says so: a copy, which stays; what was given can be kept', async () => {
  const alice = await signedIn('alice');
  await keep(alice, PDF, 'preuve.pdf', { genre: 'other' });
  await keep(alice, another('over'), 'ancienne.pdf', inDays(20));
  await beffroi.settled();
  await beffroi.advance('PT1M');
  const subjects = (await beffroi.get(MailService).mailbox()).map(({ subject }) => subject);
  expect(subjects.filter((one) => one === 'Un de vos documents expire bientôt')).toHaveLength(1);
  await beffroi.database.query(
    `UPDATE vault_document SET valid_until = now() - interval '2 days' WHERE file_name = 'ancienne.pdf'`,
  );
  await alice.open('/demarches/attestation');
  await alice.submit({ form: 'form[action$="demarrer"]' });
  await alice.submit({ fields: answers });
  const options = alice.$('.files__vault option');
  expect(options.map((_, one) => alice.$(one).text()).get()).toEqual(['Autre – preuve.pdf']);
  const question = alice.$('button[name=_give]').attr('value')!;
  const none = { [`_vault-${question}`]: '1' };
  await alice.submit({ fields: none, button: ['_give', question] });
  expect(alice.text('.govuk-error-summary')).toContain('n’est plus là');
  await alice.submit({ button: ['_give', question] });
  expect(alice.text('.files__item')).toContain('preuve.pdf');
  for (let left = 3; left > 0 && !alice.path.endsWith('/verifier'); left--) await alice.submit({ fields: answers });
  expect(alice.path).toContain('/verifier');
  await alice.submit();
  const reference = alice.text('.confirmation__codes dd:first');
  await alice.open('/mon-compte/documents');
  expect(alice.text('.download')).toContain(reference);
  for (let left = 2; left > 0; left--) await alice.submit({ form: 'form[action$="/supprimer"]' });
  const { rows } = await beffroi.database.query<{ name: string; uses: number }>(
    `SELECT file_name AS name, (SELECT count(*)::int FROM vault_use) AS uses FROM attachment WHERE dossier_id IS NOT NULL`,
  );
  expect(rows).toEqual([{ name: 'preuve.pdf', uses: 0 }]);
  await alice.submit({ form: 'form[action*="/garder/"]' });
  expect(alice.text('.download__link')).toBe('preuve.pdf');
});
