import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { temporaryFolder } from '../../../test/support/folder.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { COMPLETE, CONTACT, decide } from '../../../test/support/requests.js';
import { SYSTEM } from '../../history/actor.js';
import { MailService } from '../../mail/mail.service.js';
import { LifeCycleService } from '../../procedures/life-cycle/life-cycle.service.js';
import { pack } from '../../procedures/life-cycle/package.js';
import type { ProcedureVersion } from '../../procedures/life-cycle/procedure-version.entity.js';
import { readProcedure } from '../../procedures/read-procedure.js';
import { StatisticsService } from '../../statistics/statistics.service.js';

const KEY = 'certificat-de-residence';

/** A version in test, tried by a citizen and an agent: it works like a real one, and never becomes one. */
describe('a test case', () => {
  let beffroi: TestProgram;
  let folder: string;
  let version: ProcedureVersion;
  let tester: HttpBrowser;
  let reference: string;
  const link = () => `/essai/${version.testToken}`;

  beforeAll(async () => {
    beffroi = await startBeffroi();
    folder = temporaryFolder();
    cpSync('procedures', folder, { recursive: true });
    const texts = join(folder, KEY, 'texts/fr.yaml');
    writeFileSync(texts, readFileSync(texts, 'utf8').replace(/^title: .*$/m, 'title: Titre à essayer'));
    const read = readProcedure(join(folder, KEY));
    const wish = { deed: 'test' as const, reason: 'Pour essayer', actor: SYSTEM };
    const deployed = await beffroi.get(LifeCycleService).deploy(KEY, pack(read.folder, read.blocks), wish);
    version = deployed.version!;
    tester = new HttpBrowser(beffroi.url);
  }, 60_000);
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => beffroi.database.query('DELETE FROM rate_limit'));

  it('begins under a link that nobody can guess, and nowhere else', async () => {
    expect(version.testToken).toMatch(/^[\w-]{32}$/);
    await tester.open(`/demarches/${KEY}`);
    expect(tester.text('h1')).toBe('Certificat de résidence');
    await tester.open('/essai/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    expect(tester.status).toBe(404);
    await tester.open(link());
    expect(tester.text('h1')).toBe('Titre à essayer');
    expect(tester.text('.trial')).toContain('Rien de ce que vous faites ici ne compte');
  });

  it('is filled and sent with the mark on every page, under a number of its own', async () => {
    await tester.submit({ form: 'form[action$="demarrer"]' });
    const steps: Record<string, string>[] = [
      { pourQui: 'moi' },
      { niss: '85.07.30-033.28', domicile: 'tournai' },
      { variante: 'actuelle' },
      { motif: 'banque' },
      { mode: 'portail' },
      CONTACT,
      { declaration: 'true' },
    ];
    for (const fields of steps) {
      expect(tester.text('.trial__mark')).toBe('ESSAI');
      await tester.submit({ form: 'main form', fields });
    }
    expect(tester.path).toMatch(/verifier$/);
    const stranger = new HttpBrowser(beffroi.url);
    await stranger.open(tester.path);
    expect([stranger.status, stranger.$('.trial').length]).toEqual([404, 0]);
    await tester.submit({ form: 'main form' });
    expect(tester.text('.trial__mark')).toBe('ESSAI');
    reference = tester.$('.confirmation__codes dd').first().text().trim();
    expect(reference).toMatch(/^TEST-\d{4}-000001$/);
  }, 60_000);

  it('collects what testers say of a page, without saying whose page it was', async () => {
    await tester.submit({ form: '.trial form', fields: { remarque: 'Je ne comprends pas « motif ».' } });
    expect(tester.text('.trial')).toContain('Merci');
    const { rows } = await beffroi.database.query<{ page: string; text: string }>(
      'SELECT page, text FROM test_comment',
    );
    expect(rows).toEqual([{ page: '/demandes/…/confirmation', text: 'Je ne comprends pas « motif ».' }]);
  });

  it('is no work of the agents unless they ask for it, and no figure', async () => {
    const agent = new HttpBrowser(beffroi.url);
    await agent.open('/connexion');
    await agent.submit({ fields: { email: 'agent1@example.org', password: 'beffroi-demo' } });
    for (const place of ['/bureau?vue=service', '/bureau/dossiers']) {
      await agent.open(place);
      expect(agent.text('main')).not.toContain(reference);
      // there is something to ask for
      expect(agent.$('#essais')).toHaveLength(1);
      await agent.open(`${place}${place.includes('?') ? '&' : '?'}essais=1`);
      expect(agent.text('main')).toContain(reference);
    }
    await agent.open(`/bureau/dossiers/${reference}`);
    expect(agent.text('.trial__mark')).toBe('ESSAI');
    expect(agent.text('main')).toContain('Titre à essayer');
    expect((await beffroi.get(StatisticsService).of({ days: 30 })).received).toBe(0);
  });

  it('ends with a document that says what it is and cannot be verified, and e-mails to the tester alone', async () => {
    await decide(beffroi, reference, COMPLETE);
    await beffroi.settled();
    const { rows } = await beffroi.database.query<{ number: string; test: boolean; code: string }>(
      'SELECT number, test, verification_code AS code FROM document',
    );
    expect(rows).toEqual([{ number: `${reference}/1`, test: true, code: expect.any(String) }]);
    await tester.open(`/verify/${rows[0]!.code}`);
    expect(tester.text('h1')).toBe('Ce document est un essai');
    expect(tester.text('main')).not.toContain('authentique');
    const mails = await beffroi.get(MailService).mailbox();
    expect(mails.length).toBeGreaterThan(0);
    for (const { recipient, subject, text } of mails) {
      expect([recipient, subject]).toEqual([CONTACT.email, expect.stringMatching(/^\[TEST\] /)]);
      expect(text).toContain('sans valeur');
    }
  });

  it('can never become real, whoever writes to the database', async () => {
    const refused = (statement: string) => expect(beffroi.database.query(statement)).rejects.toThrow();
    await refused(`UPDATE dossier SET test = false WHERE reference = '${reference}'`);
    await refused(`UPDATE dossier SET reference = 'TRN-2026-999999' WHERE reference = '${reference}'`);
    await refused(`UPDATE dossier SET reference = 'TRN-2026-999999', test = false WHERE reference = '${reference}'`);
    await refused('UPDATE document SET test = false');
    await refused('UPDATE definition SET test = false WHERE test');
    await refused(
      `UPDATE process_instance SET process_definition_id = (SELECT id FROM definition WHERE kind = 'process'
       AND definition_id = '${KEY}' AND NOT test) WHERE process_definition_id IN (SELECT id FROM definition WHERE test)`,
    );
    await refused(
      `INSERT INTO mail_message (idempotency_key, dossier_id, recipient, subject, text, html, status, created_at)
       SELECT 'x', id, 'somebody@example.org', '[TEST] x', '', '', 'queued', now() FROM dossier WHERE test`,
    );
  });

  it('stays what it is when its version is published; the link then leads to what is offered', async () => {
    const wish = { deed: 'publish' as const, reason: 'L’essai est concluant', actor: SYSTEM };
    expect(await beffroi.get(LifeCycleService).ask(version.id, wish)).toMatchObject({
      version: { state: 'published' },
    });
    await tester.open(link());
    expect([tester.path, tester.text('h1')]).toEqual([`/demarches/${KEY}`, 'Titre à essayer']);
    await tester.open(`/dossiers/${reference}`);
    expect(tester.text('.trial__mark')).toBe('ESSAI');
  });
});
