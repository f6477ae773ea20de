import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { HttpBrowser } from '../../test/support/http-browser.js';
import { beginRequest, COMPLETE, decide, sendRequest } from '../../test/support/requests.js';
import { DEMO_PASSWORD } from '../access/demo-accounts.js';
import { HANDED_OUT, KEPT_BACK } from './personal-data.js';

type Row = Record<string, unknown>;

/** S36: the owner of an account takes all their data along, then has it erased as far as the law lets the town. */
describe('what somebody may ask about themselves', () => {
  let beffroi: TestProgram;
  let alice: HttpBrowser;
  /** One that is over, one that is over for so long that it may go, one that an agent is to treat. */
  let over: string;
  let due: string;
  let open: { reference: string; code: string };
  const rows = async (query: string, values: unknown[] = []): Promise<Row[]> =>
    (await beffroi.database.query<Row>(query, values)).rows;
  const treated = async (): Promise<string> => {
    const { reference } = await sendRequest(alice, beffroi);
    await decide(beffroi, reference, COMPLETE);
    await beffroi.settled();
    return reference;
  };
  const download = async (password: string): Promise<Response> => {
    await alice.open('/mon-compte/donnees');
    const _csrf = String(alice.$('main input[name=_csrf]').attr('value'));
    return alice.ask('/mon-compte/donnees', { method: 'POST', body: new URLSearchParams({ _csrf, password }) });
  };

  beforeAll(async () => {
    beffroi = await startBeffroi();
    alice = new HttpBrowser(beffroi.url);
    await alice.open('/connexion');
    await alice.submit({ fields: { email: 'alice@example.org', password: DEMO_PASSWORD } });
    over = await treated();
    due = await treated();
    await rows(`UPDATE dossier SET closed_at = closed_at - interval '40 years' WHERE reference = $1`, [due]);
    open = await sendRequest(alice, beffroi);
    await alice.open(`/dossiers/${open.reference}`);
    await beginRequest(alice);
  }, 180_000);
  afterAll(() => beffroi.stop());

  it('forgets no table with a person’s number', async () => {
    const tables = await rows(
      `SELECT DISTINCT c.table_name AS name FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND column_name IN ('account_id', 'dossier_id') AND table_type = 'BASE TABLE'
         AND c.table_name !~ '^history_(entry|link)_' ORDER BY 1`,
    );
    const known = [...Object.keys(HANDED_OUT), ...Object.keys(KEPT_BACK)];
    expect(tables.map(({ name }) => name).filter((name) => !known.includes(String(name)))).toEqual([]);
    expect(Object.keys(KEPT_BACK).filter((name) => name in HANDED_OUT)).toEqual([]);
  });

  it('hands out nothing to somebody who only found the browser open', async () => {
    const answer = await download('not the password');
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/Ce n’est pas votre mot de passe/);
  });

  it('hands out everything, and files', async () => {
    const answer = await download(DEMO_PASSWORD);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="mes-donnees-\d{4}-\d\d-\d\d\.zip"$/,
    );
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const paths = Object.keys(files).sort();
    expect(paths).toEqual(['LISEZMOI.txt', 'donnees.json', `${due}/${due}-1.pdf`, `${over}/${over}-1.pdf`].sort());
    expect(strFromU8(files[`${over}/${over}-1.pdf`]!.slice(0, 5))).toBe('%PDF-');
    const data = JSON.parse(strFromU8(files['donnees.json']!)) as Record<string, Row[]>;
    expect(Object.keys(data)).toEqual(['madeAt', ...Object.keys(HANDED_OUT)]);
    expect(data['account']).toMatchObject([{ email: 'alice@example.org' }]);
    expect(data['dossier']!.map(({ reference }) => reference)).toEqual([over, due, open.reference]);
    expect(data['dossier']![0]).toMatchObject({ answers: { nom: 'Exemple', motif: 'banque' } });
    expect(data['draft']).toHaveLength(1);
    expect(data['mail_message']!.length).toBeGreaterThan(3);
    expect(data['history_entry']!.map(({ kind }) => kind)).toContain('document.issued');
    expect(strFromU8(files['donnees.json']!)).not.toMatch(/password|agent1@example\.org/i);
    const [written] = await rows(
      `SELECT count(*)::int AS n FROM history_entry WHERE kind = 'personal-data.handed-out'`,
    );
    expect(written).toEqual({ n: 3 });
  });

  it('says what becomes of each case before anything goes', async () => {
    await alice.open('/mon-compte/effacer');
    const fates = alice
      .$('dd')
      .toArray()
      .map((one) => alice.$(one).text().replace(/\s+/g, ' '));
    expect(fates).toEqual([
      expect.stringMatching(/^Gardé jusqu’au \d+ .+ 20\d\d, puis effacé$/),
      'Effacé maintenant',
      'Traité jusqu’au bout. Vous pouvez le retirer d’abord',
    ]);
    await alice.submit({ form: 'form[action$="effacer"]', fields: { password: DEMO_PASSWORD } });
    expect([alice.status, alice.text('.govuk-error-summary')]).toEqual([422, expect.stringMatching(/Cochez la case/)]);
    await alice.submit({ form: 'form[action$="effacer"]', fields: { sure: 'yes', password: 'wrong' } });
    expect(alice.status).toBe(422);
    expect(await rows(`SELECT name FROM account WHERE email = 'alice@example.org'`)).toHaveLength(1);
  });

  it('erases the account and what may go, and keeps what must stay without the account', async () => {
    const [{ id } = { id: '' }] = await rows(`SELECT id FROM account WHERE email = 'alice@example.org'`);
    await alice.open('/mon-compte/effacer');
    await alice.submit({ form: 'form[action$="effacer"]', fields: { sure: 'yes', password: DEMO_PASSWORD } });
    expect(alice.path).toBe('/compte-efface?reste=1');
    expect(alice.text('h1')).toBe('Votre compte est effacé');
    expect(await rows('SELECT reference, account_id FROM dossier ORDER BY id')).toEqual([
      { reference: over, account_id: null },
      { reference: open.reference, account_id: null },
    ]);
    expect(await rows('SELECT reference FROM erased_dossier')).toEqual([{ reference: due }]);
    expect(
      await rows('SELECT email, name, disabled_at IS NOT NULL AS disabled FROM account WHERE id = $1', [id]),
    ).toEqual([{ email: `erased-${String(id)}@account.invalid`, name: '', disabled: true }]);
    for (const table of ['session', 'identity', 'draft'])
      expect(await rows(`SELECT FROM ${table} WHERE account_id = $1`, [id])).toEqual([]);
    await alice.open('/mon-compte');
    expect(alice.path).toMatch(/^\/connexion/);
    await alice.submit({ fields: { email: 'alice@example.org', password: DEMO_PASSWORD } });
    expect(alice.path).toMatch(/^\/connexion/);
  });

  it('still lets them follow a case with its code, and the town treat it', async () => {
    await decide(beffroi, open.reference, COMPLETE);
    await alice.open('/suivi');
    await alice.submit({ fields: { code: open.code, facteur: 'alice@example.org' } });
    await beffroi.settled();
    const [dossier] = await rows('SELECT public_status AS status FROM dossier WHERE reference = $1', [open.reference]);
    expect(dossier).toEqual({ status: 'delivree' });
  });
});
