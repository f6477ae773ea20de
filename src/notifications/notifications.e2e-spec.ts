import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import { dossierStage } from '../../test/support/dossier-stage.js';
import { HttpBrowser } from '../../test/support/http-browser.js';
import { ConversationService } from '../dossiers/conversation.service.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import { MailService } from '../mail/mail.service.js';

/** A citizen with an account and a case, whom the town writes to. */
describe('what somebody is told', () => {
  let beffroi: TestProgram;
  let folder: string;
  let alice: HttpBrowser;
  let dossier: Dossier;
  const stage = dossierStage(() => beffroi);

  beforeAll(async () => {
    folder = attestation();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder, LOG_LEVEL: 'silent' } });
    ({ dossier } = await stage.submitted(await stage.browser()));
    await beffroi.database.query(
      `UPDATE dossier SET account_id = (SELECT id FROM account WHERE email = 'alice@example.org') WHERE id = $1`,
      [dossier.id],
    );
  });
  // days pass in these stories, and sessions with them
  const signIn = async (): Promise<void> => {
    alice = new HttpBrowser(beffroi.url);
    await alice.open('/connexion');
    await alice.submit({ fields: { email: 'alice@example.org', password: 'beffroi-demo' } });
  };
  afterAll(async () => {
    await beffroi?.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await signIn();
    for (const table of ['mail_message', 'notification', 'sms_message'])
      await beffroi.database.query(`DELETE FROM ${table}`);
  });

  const agent = { id: '', email: '', name: 'Agnès', role: 'agent' as const, departments: [], lang: 'fr' as const };
  const write = async (): Promise<void> => {
    const { rows } = await beffroi.database.query<{ id: string }>(
      `SELECT id FROM account WHERE role = 'agent' LIMIT 1`,
    );
    await beffroi.get(ConversationService).answer(dossier, 'Bonjour', { ...agent, id: rows[0]!.id });
    await beffroi.settled();
  };
  const mustKnow = (key: string): Promise<void> =>
    beffroi.get(DataSource).transaction((tx) => {
      const message = { subject: `Décision ${key}`, text: 't', html: 'h', idempotencyKey: key };
      return beffroi.get(MailService).queue(tx, { ...message, to: 'alice@example.org', dossierId: dossier.id });
    });
  const subjects = async (): Promise<string[]> =>
    (await beffroi.get(MailService).mailbox()).map(({ subject }) => subject.replaceAll('\u00a0', ' ')).reverse();
  const choose = async (fields: Record<string, string>): Promise<void> => {
    await signIn();
    await alice.open('/mon-compte/preferences');
    await alice.submit({ form: 'form[action="/mon-compte/preferences"]', fields });
    expect(alice.text('.notice--success')).toContain('Vos choix sont gardés');
  };
  const sms = async () =>
    (
      await beffroi.database.query<{ text: string; recipient: string; status: string }>(
        'SELECT * FROM sms_message ORDER BY id',
      )
    ).rows;

  it('stands in their news until they have seen it, on every page as a number', async () => {
    await write();
    await mustKnow('one');
    await alice.open('/demarches');
    expect(alice.text('.navigation__count')).toBe('2');
    await alice.open('/mon-compte/nouvelles');
    expect(alice.text('.request__title')).toContain(`Un message à propos de votre demande ${dossier.reference}`);
    await alice.open(alice.$('.request__title a').last().attr('href')!);
    expect(alice.path).toBe(`/dossiers/${dossier.reference}`);
    expect(alice.text('.navigation__count')).toBe('1');
    await alice.open('/mon-compte/nouvelles');
    await alice.submit({ form: 'form[action$="/lues"]' });
    expect(alice.text('.navigation__count')).toBe('');
    expect((await alice.open('/mon-compte/nouvelles/1')).status).toBe(404);
    expect(await subjects()).toHaveLength(2);
  });

  it('comes once a day together, on Monday together, or not at all, as they choose; what the law requires always comes', async () => {
    await choose({ messages: 'daily', law: 'never' });
    await write();
    await write();
    await mustKnow('two');
    await beffroi.settled();
    expect(await subjects()).toEqual(['Décision two']);
    await beffroi.advance('P2D');
    expect(await subjects()).toEqual(['Décision two', 'Ce qui est arrivé à vos demandes']);
    const [digest] = await beffroi.get(MailService).mailbox();
    expect(digest!.text.match(/Un message à propos/g)).toHaveLength(2);
    await beffroi.advance('P2D');
    expect(await subjects()).toHaveLength(2);
    await choose({ messages: 'weekly' });
    await write();
    await beffroi.advance('P8D');
    expect(await subjects()).toHaveLength(3);
    await choose({ messages: 'never' });
    await write();
    await beffroi.advance('P8D');
    expect(await subjects()).toHaveLength(3);
    await choose({ messages: 'now' });
  });

  it('comes to the telephone that they have shown to be theirs', async () => {
    await choose({ 'sms-messages': 'oui' });
    await write();
    expect(await sms()).toEqual([]);
    await alice.open('/mon-compte/preferences');
    await alice.submit({ form: 'form[action$="/telephone"]', fields: { telephone: '12' } });
    expect([alice.status, alice.text('.govuk-error-summary')]).toEqual([422, expect.stringContaining('0470 12 34 56')]);
    await alice.submit({ form: 'form[action$="/telephone"]', fields: { telephone: '0470 12 34 56' } });
    await beffroi.settled();
    const [first] = await sms();
    expect(first).toMatchObject({ recipient: '+32470123456', status: 'kept' });
    const code = /\d{6}/.exec(first!.text)![0];
    await alice.submit({ form: 'form[action$="/code"]', fields: { code: code === '000000' ? '111111' : '000000' } });
    expect(alice.text('.govuk-error-summary')).toContain('Ce code n’est pas le bon');
    await write();
    expect(await sms()).toHaveLength(1);
    await alice.submit({ form: 'form[action$="/code"]', fields: { code } });
    expect(alice.text('.notice--success')).toContain('Votre numéro est confirmé');
    await write();
    const messages = await sms();
    expect(messages).toHaveLength(2);
    expect(messages[1]!.text).toContain(`/dossiers/${dossier.reference}`);
    await alice.submit({ form: 'form[action$="/oublier"]' });
    await write();
    expect(await sms()).toHaveLength(2);
    await beffroi.advance('P31D');
    expect(await sms()).toEqual([]);
  });
});
