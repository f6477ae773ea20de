import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import readSheet from 'read-excel-file/node';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { sendRequest } from '../../../test/support/requests.js';

let beffroi: TestProgram;
let agnes: HttpBrowser;
let bastien: HttpBrowser;
const sent: { reference: string; code: string }[] = [];

async function signedIn(email: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser(beffroi.url);
  await browser.open('/connexion');
  return browser.submit({ fields: { email, password: 'beffroi-demo' } });
}

const references = (browser: HttpBrowser): string[] =>
  browser
    .$('tbody th a')
    .toArray()
    .map((one) => browser.$(one).text());

beforeAll(async () => {
  beffroi = await startBeffroi();
  for (let count = 0; count < 3; count++) sent.push(await sendRequest(new HttpBrowser(beffroi.url), beffroi));
  agnes = await signedIn('agent1@example.org');
  bastien = await signedIn('agent2@example.org');
}, 120_000);
afterAll(() => beffroi.stop());

describe('the inbox', () => {
  it.each([
    ['the number', () => sent[1]!.reference],
    ['the end of the number', () => sent[1]!.reference.split('-')[2]!],
    ['the tracking code', () => sent[1]!.code],
  ])('finds one dossier by %s', async (_, text) => {
    await agnes.open(`/bureau?vue=service&q=${encodeURIComponent(text())}`);
    expect(references(agnes)).toEqual([sent[1]!.reference]);
  });

  it.each(['exem alice', 'ALICE@example', '85073003328', 'bánque'])('finds them all by %s', async (text) => {
    await agnes.open(`/bureau?vue=service&q=${encodeURIComponent(text)}`);
    expect(references(agnes)).toHaveLength(3);
  });

  it.each(['%', 'piscine', 'alice piscine', "'"])('finds none by %s', async (text) => {
    await agnes.open(`/bureau?vue=service&q=${encodeURIComponent(text)}`);
    expect(references(agnes)).toEqual([]);
    expect(agnes.text('.empty')).toContain('Aucune tâche ne correspond');
  });

  it('filters by state and channel', async () => {
    await agnes.open('/bureau?vue=service&etat=en-traitement&canal=online');
    expect(references(agnes)).toHaveLength(3);
    await agnes.open('/bureau?vue=service&canal=counter');
    expect(references(agnes)).toEqual([]);
    // nobody has tried a version here
    expect(agnes.$('#essais')).toHaveLength(0);
  });

  it('keeps a view under a name, for its agent alone', async () => {
    await agnes.open('/bureau?vue=service&q=alice&etat=en-traitement&page=9&evil=1');
    await agnes.submit({ form: 'form[action="/bureau/vues"]', fields: { nom: 'Les demandes d’Alice' } });
    await agnes.open('/bureau');
    const link = agnes.$('.saved-views a');
    expect(link.text()).toBe('Les demandes d’Alice');
    expect(link.attr('href')).toBe('/bureau?vue=service&q=alice&etat=en-traitement');
    await bastien.open('/bureau');
    expect(bastien.$('.saved-views').length).toBe(0);
    await agnes.submit({ form: '.saved-views__view form' });
    expect(agnes.$('.saved-views').length).toBe(0);
  });

  it('is exported as it is filtered; the applicants see it', async () => {
    await agnes.open(`/bureau/export.csv?vue=service&q=${sent[0]!.reference}`);
    expect(agnes.headers.get('content-type')).toMatch(/text\/csv/);
    expect(agnes.$.text()).toContain(sent[0]!.reference);
    expect(agnes.$.text()).not.toContain(sent[1]!.reference);
    const { rows } = await beffroi.database.query(
      `SELECT reference FROM history_entry JOIN dossier ON dossier.id = dossier_id
       WHERE kind = 'dossier.read' AND data->>'object' = 'export'`,
    );
    expect(rows).toEqual([{ reference: sent[0]!.reference }]);
  });

  it('is exported as a workbook with its moments as dates', async () => {
    const file = await agnes.ask(`/bureau/export.xlsx?vue=service&q=${sent[2]!.reference}`);
    expect(file.headers.get('content-disposition')).toContain('taches.xlsx');
    const [sheet] = await readSheet(Buffer.from(await file.arrayBuffer()));
    const [head, line, ...more] = sheet!.data;
    expect(more).toEqual([]);
    expect(head!.slice(0, 5)).toEqual(['Dossier', 'Demandeur', 'Démarche', 'Étape', 'Échéance']);
    expect(line!.slice(0, 3)).toEqual([sent[2]!.reference, 'Alice Exemple', 'Certificat de résidence']);
    expect(line![4]).toBeInstanceOf(Date);
    // the clock on the wall, as everybody reads a spreadsheet
    const hour = beffroi.clock.now().toLocaleString('sv-SE', { timeZone: 'Europe/Brussels' }).slice(0, 13);
    expect((line![8] as unknown as Date).toISOString().slice(0, 13).replace('T', ' ')).toBe(hour);
  });

  it('gives several tasks at once, and takes them back', async () => {
    await agnes.open('/bureau?vue=a-prendre');
    await bastien.open('/bureau?vue=a-prendre');
    const keys = bastien
      .$('.pick')
      .toArray()
      .map((one) => bastien.$(one).attr('value')!);
    expect(keys).toHaveLength(3);
    await bastien.submit({ form: '#lot', fields: { tache: keys[0]! } });
    expect(bastien.text('.done')).toContain('Une tâche prise.');
    await bastien.submit({ form: '#lot', fields: { tache: keys[1]! } });
    await agnes.submit({ form: '#lot', fields: { tache: keys[0]! } });
    expect(agnes.text('.done')).toContain('Une autre était déjà prise par un collègue.');
    await bastien.submit({ form: 'form[action="/bureau/lot/liberer"]' });
    await agnes.open('/bureau?vue=a-prendre');
    expect(references(agnes)).toHaveLength(2);
  });
});
