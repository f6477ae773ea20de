import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { COMPLETE, decide, sendRequest } from '../../../test/support/requests.js';
import { MailService } from '../../mail/mail.service.js';

let beffroi: TestProgram;
let citizen: HttpBrowser;
let agent: HttpBrowser;

async function signedIn(email: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser(beffroi.url);
  await browser.open('/connexion');
  return browser.submit({ fields: { email, password: 'beffroi-demo' } });
}

const countReads = async (object: string): Promise<number> => {
  const { rows } = await beffroi.database.query<{ reads: number }>(
    `SELECT count(*)::int AS reads FROM history_entry WHERE kind = 'dossier.read' AND data->>'object' = '${object}'`,
  );
  return rows[0]!.reads;
};

beforeAll(async () => {
  beffroi = await startBeffroi();
  agent = await signedIn('agent1@example.org');
});
afterAll(() => beffroi.stop());
beforeEach(async () => {
  citizen = new HttpBrowser(beffroi.url);
  await beffroi.database.query('DELETE FROM rate_limit');
});

describe('applicant and town', () => {
  it('write to each other; a note stays among agents', async () => {
    const { reference } = await sendRequest(citizen, beffroi);
    await citizen.open(`/dossiers/${reference}`);
    await citizen.submit({ form: 'form[action$="/messages"]', fields: { message: 'Quand sera-t-il prêt ? <b>' } });
    expect(citizen.text('.thread')).toContain('Quand sera-t-il prêt ? <b>');

    await agent.open('/bureau/messages');
    expect(agent.text('tbody')).toContain(reference);
    await agent.open(`/bureau/dossiers/${reference}`);
    expect(agent.text('#messages')).toContain('1 message à lire');
    await agent.submit({ form: 'form[action$="/notes"]', fields: { texte: 'À surveiller.' } });
    await agent.submit({ form: 'form[action$="/messages"]', fields: { texte: 'Demain.' } });
    expect(agent.text('.thread')).toMatch(/À surveiller\..*Demain\./);
    await agent.open('/bureau/messages');
    expect(agent.text('main')).not.toContain(reference);

    await beffroi.settled();
    const [mail] = await beffroi.get(MailService).mailbox({ limit: 1 });
    expect(mail!.subject).toContain(reference);
    expect(mail!.text).not.toContain('Demain');
    await citizen.open(`/dossiers/${reference}`);
    expect(citizen.text('.thread')).toMatch(/Demain\./);
    expect(citizen.text('.thread .flag')).toBe('Nouveau');
    expect(citizen.text('main')).not.toContain('surveiller');
    await citizen.open(`/dossiers/${reference}`);
    expect(citizen.text('.thread .flag')).toBe('');
  });

  it('say nothing to strangers and other departments', async () => {
    const { reference } = await sendRequest(citizen, beffroi);
    const stranger = await new HttpBrowser(beffroi.url).open('/suivi');
    for (const path of ['', '/retirer', '/consultations']) {
      await stranger.open(`/dossiers/${reference}${path}`);
      expect(stranger.path).toBe(`/suivi?dossier=${reference}`);
    }
    for (const path of ['messages', 'retirer', 'refaire', 'avis']) {
      stranger.$('main form').attr('action', `/dossiers/${reference}/${path}`);
      await stranger.submit({ fields: { message: 'x', note: '5' } });
      expect(stranger.path).toBe(`/suivi?dossier=${reference}`);
    }
    const registrar = await signedIn('etat-civil@example.org');
    await registrar.open('/bureau/dossiers');
    for (const path of ['messages', 'notes']) {
      registrar.$('main form').attr({ action: `/bureau/dossiers/${reference}/${path}`, method: 'post' });
      const csrf = registrar.$('[name=_csrf]').first().attr('value')!;
      await registrar.submit({ fields: { _csrf: csrf, texte: 'x' } });
      expect(registrar.status).toBe(404);
      await registrar.open('/bureau/dossiers');
    }
    await citizen.open(`/dossiers/${reference}`);
    expect(citizen.$('.thread').length).toBe(0);
  });
});

describe('a request', () => {
  it('can be withdrawn until it is decided; the task goes with it', async () => {
    const { reference } = await sendRequest(citizen, beffroi);
    await citizen.open(`/dossiers/${reference}/retirer`);
    await citizen.submit({ form: 'form.withdraw' });
    expect(citizen.text('.govuk-notification-banner')).toContain('Demande retirée');
    expect(citizen.text('.status')).toBe('Retirée');
    await beffroi.settled();
    await agent.open(`/bureau?vue=service&q=${reference}`);
    expect(agent.text('tbody')).not.toContain(reference);
    await citizen.open(`/dossiers/${reference}/retirer`);
    expect(citizen.path).toBe(`/dossiers/${reference}`);
    expect(citizen.text('.timeline__step--stopped')).toContain('Vous avez retiré votre demande');
  });

  it('is no longer to be withdrawn once it is decided, and can be rated once', async () => {
    const { reference } = await sendRequest(citizen, beffroi);
    await citizen.open(`/dossiers/${reference}`);
    expect(citizen.$('#avis').length).toBe(0);
    await citizen.open(`/dossiers/${reference}/retirer`);
    await decide(beffroi, reference, COMPLETE);
    await citizen.submit({ form: 'form.withdraw' });
    expect(citizen.path).toBe(`/dossiers/${reference}?tard=1`);
    expect(citizen.text('.status')).toBe('Document remis');
    await citizen.submit({ form: 'form[action$="/avis"]' });
    expect(citizen.text('.govuk-error-summary')).toContain('Choisissez une réponse');
    await citizen.submit({ form: 'form[action$="/avis"]', fields: { note: '4', commentaire: 'Clair.' } });
    expect(citizen.text('.govuk-notification-banner')).toContain('Merci');
    expect(citizen.$('#avis').length).toBe(0);
    const { rows } = await beffroi.database.query('SELECT score, comment FROM satisfaction');
    expect(rows).toEqual([{ score: 4, comment: 'Clair.' }]);
  });

  it('can be made again: the same answers, a new declaration', async () => {
    const { reference } = await sendRequest(citizen, beffroi);
    await citizen.open(`/dossiers/${reference}`);
    await citizen.submit({ form: 'form[action$="/refaire"]' });
    expect(citizen.path).toMatch(/declaration$/);
    await citizen.submit({ fields: { declaration: 'true' } });
    expect(citizen.path).toMatch(/verifier$/);
    expect(citizen.text('main')).toContain('Une banque ou une assurance');
  });
});

describe('every reading by an agent', () => {
  it('leaves a row, and the applicant sees which department looked at what', async () => {
    const { reference } = await sendRequest(citizen, beffroi);
    await citizen.open(`/dossiers/${reference}/consultations`);
    expect(citizen.text('main')).toContain('Personne n’a encore ouvert votre dossier');

    await agent.open(`/bureau?vue=service&q=${reference}`);
    const before = await countReads('task');
    await agent.open(agent.$('tbody th a').attr('href')!);
    expect(await countReads('task')).toBe(before + 1);
    await agent.open(`/bureau/dossiers/${reference}`);
    await agent.open(`/bureau/dossiers/${reference}`);
    await decide(beffroi, reference, COMPLETE);
    await agent.open(`/bureau/dossiers/${reference}`);
    await agent.open(agent.$('a[href$=".pdf"]').attr('href')!);
    const mail = (await beffroi.get(MailService).mailbox({ limit: 1 }))[0]!;
    await agent.open(`/bureau/courriels/${mail.id}`);

    await citizen.open(`/dossiers/${reference}/consultations`);
    const rows = citizen.$('tbody tr').toArray();
    expect(rows.map((row) => citizen.$('td', row).first().text())).toEqual(Array(4).fill('Population'));
    expect(citizen.text('tbody')).toMatch(/de la Ville.*Certificat de résidence.*3 fois ce jour-là.*pour le traiter/);
    expect(citizen.text('main')).not.toContain('Agnès');
  });
});
