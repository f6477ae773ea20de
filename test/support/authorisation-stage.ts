/**
 * Everybody who may knock at a page, around one case with a task, files, letters, messages and an open draft:
 *
 *     const stage = await setStage(beffroi);
 *     const address = stage.addressOf('/bureau/dossiers/:reference');
 *     await stage.cast.agent.ask(address);
 */
import { strFromU8, unzipSync } from 'fflate';
import { DEMO_PASSWORD } from '../../src/access/demo-accounts.js';
import { Secrets } from '../../src/access/secrets.js';
import { CosignatureTokens } from '../../src/cosignatures/cosignature-tokens.js';
import type { TestProgram } from './app.js';
import { HttpBrowser } from './http-browser.js';
import { beginRequest, COMPLETE, CONTACT, decide, INCOMPLETE, sendRequest } from './requests.js';

/** Nobody signed in; the same with the case's tracking code; and people of the demonstration. */
export const ROLES = ['nobody', 'code', 'owner', 'other', 'agent', 'foreign', 'analyst', 'admin'] as const;
export type RoleName = (typeof ROLES)[number];

const EMAILS: Partial<Record<RoleName, string>> = {
  owner: 'alice@example.org',
  other: 'bram@example.org',
  agent: 'agent1@example.org',
  foreign: 'etat-civil@example.org',
  analyst: 'analyste@example.org',
  admin: 'admin@example.org',
};

/** The family name in every answer: where it is read, the case is seen. */
const NAME = 'Confidentiel';

export interface Stage {
  readonly cast: Readonly<Record<RoleName, HttpBrowser>>;
  /** Strings that only the case holds. */
  readonly marks: readonly string[];
  /** The case's open task, and an agent who could be given it. */
  readonly task: string;
  readonly colleague: string;
  /** Could stand in for that agent. */
  readonly deputy: string;
  /** A route with the case's own numbers in place of its parameters. */
  addressOf(path: string): string;
  /** Changes whenever something is done to the case or to the organisation. */
  fingerprint(): Promise<string>;
}

/** Tables that hold what somebody may do to a case or to the organisation; how often a document was verified is no deed. */
const CHANGED_BY_DEEDS = `SELECT md5(string_agg(line, ',' ORDER BY line)) AS print FROM (
  SELECT to_jsonb(dossier)::text AS line FROM dossier UNION ALL
  SELECT to_jsonb(draft)::text FROM draft WHERE id = $1 UNION ALL
  SELECT to_jsonb(user_task)::text FROM user_task UNION ALL
  SELECT to_jsonb(task_draft)::text FROM task_draft UNION ALL
  SELECT to_jsonb(absence)::text FROM absence UNION ALL
  SELECT to_jsonb(conversation_entry)::text FROM conversation_entry UNION ALL
  SELECT (to_jsonb(document) - 'content' - 'verifications')::text FROM document UNION ALL
  SELECT to_jsonb(satisfaction)::text FROM satisfaction UNION ALL
  SELECT to_jsonb(saved_view)::text FROM saved_view UNION ALL
  SELECT to_jsonb(parameter_value)::text FROM parameter_value UNION ALL
  SELECT to_jsonb(sitting)::text FROM sitting UNION ALL
  SELECT to_jsonb(agenda_item)::text FROM agenda_item UNION ALL
  SELECT to_jsonb(opinion_request)::text FROM opinion_request UNION ALL
  SELECT to_jsonb(opinion_link)::text FROM opinion_link UNION ALL
  SELECT to_jsonb(organisation_change)::text FROM organisation_change) deeds`;

/** Three cases of one applicant: one to be treated, one with a question to answer, one delivered; and a draft. */
export async function setStage(beffroi: TestProgram): Promise<Stage> {
  const cast = Object.fromEntries(ROLES.map((role) => [role, new HttpBrowser(beffroi.url)])) as Stage['cast'];
  for (const role of ROLES) await signIn(cast[role], EMAILS[role]);
  const contact = { ...CONTACT, nom: NAME };
  const order = () => sendRequest(cast.owner, beffroi, contact);
  const delivered = await order();
  await decide(beffroi, delivered.reference, COMPLETE);
  const asked = await order();
  await decide(beffroi, asked.reference, INCOMPLETE);
  const fresh = await order();
  const confirmation = cast.owner.path;
  for (const { code } of [delivered, asked, fresh]) await track(cast.code, code);
  const draft = await beginRequest(cast.owner);
  const page = cast.owner.path;

  const one = async (query: string, ...values: string[]): Promise<string> => {
    const { rows } = await beffroi.database.query<Record<string, unknown>>(query, values);
    return String(Object.values(rows[0] ?? {})[0]);
  };
  const dossierId = await one('SELECT id FROM dossier WHERE reference = $1', fresh.reference);
  const task = await one(
    `SELECT task.id FROM user_task task JOIN dossier ON process_instance_key = process_instance_id WHERE dossier.id = $1`,
    dossierId,
  );
  const piece = await one(
    `INSERT INTO attachment (dossier_id, field_key, file_name, media_type, size, sha256, content, created_at)
     VALUES ($1, 'piece', 'piece.pdf', 'application/pdf', 4, '', '%PDF', now()) RETURNING id`,
    dossierId,
  );
  const view = await one(
    `INSERT INTO saved_view (account_id, name, query, created_at)
     SELECT id, 'mine', 'vue=service', now() FROM account WHERE email = $1 RETURNING id`,
    EMAILS.agent!,
  );
  // a request that was entered at the counter: both agents hold it, and only one is of its department
  const receipt = await one(
    `UPDATE draft SET entered_by = account.id FROM account WHERE email = $2
     AND draft.dossier_id = (SELECT id FROM dossier WHERE reference = $1) AND element IS NULL RETURNING draft.id`,
    delivered.reference,
    EMAILS.agent!,
  );
  await beffroi.database.query(
    `UPDATE session SET draft_ids = array_append(draft_ids, $1::bigint) WHERE account_id IN
     (SELECT id FROM account WHERE email = ANY($2))`,
    [receipt, [EMAILS.agent, EMAILS.foreign]],
  );
  const colleague = await one(`SELECT id FROM account WHERE email = 'agent2@example.org'`);
  const deputy = await one(`SELECT id FROM account WHERE email = 'agent3@example.org'`);
  const absence = await one(
    `INSERT INTO absence (account_id, deputy_id, first_day, last_day, named_by, created_at)
     VALUES ($1, $2, '2998-01-01', '2998-01-02', $1, now()) RETURNING id`,
    colleague,
    deputy,
  );
  const sitting = await one(
    `INSERT INTO sitting (body, department, held_at, place, state, present, planned_by)
     VALUES ('college', 'population', '2999-01-01', 'Hôtel de ville', 'prepared', '', 'Agnès Exemple') RETURNING id`,
  );
  const item = await one(
    `INSERT INTO agenda_item (sitting_id, process_instance_id, dossier_id, rank, reference, subject, proposal,
       behind_closed_doors, wording, urgent)
     SELECT $1, process_instance_key, id, 1, reference, applicant_name, '', false, '', false FROM dossier WHERE id = $2
     RETURNING id`,
    sitting,
    dossierId,
  );
  // a body outside the town is asked about the case: whoever has the link has it, whoever they are
  const opinion = await one(
    `INSERT INTO opinion_request (job_key, dossier_id, process_instance_id, task, adviser, name, email, lang, outside, question,
       template, asked_at, due_at, open_until)
     SELECT 1, id, process_instance_key, 'decider-en-etat', 'police', 'Police', 'police@example.org', 'fr', true, 'Oui ?',
       'certificat-disponible', now(), '2020-01-01', '2999-01-01' FROM dossier WHERE id = $1 RETURNING id`,
    dossierId,
  );
  const token = 'a'.repeat(64);
  await beffroi.database.query(
    `INSERT INTO opinion_link (request_id, token_hash, kind, cause, recipient, sent_at)
     VALUES ($1, $2, 'asked', 'stage', 'police@example.org', now())`,
    [opinion, beffroi.get(Secrets).hash('opinion-link', token)],
  );
  const cosignature = await one(
    `INSERT INTO cosignature (job_key, dossier_id, name, email, lang, sees, asked_at)
     VALUES (1, $1, 'Bob Exemple', 'bob@example.org', 'fr', '[]', now()) RETURNING id`,
    dossierId,
  );
  const payToken = 'aaaaaaaaaaaaaaaaaaaaaa';
  await beffroi.database.query(
    `INSERT INTO payment (job_key, process_instance_id, dossier_id, dossier_reference, procedure_key, department, lang, token,
       amount_cents, currency, communication, state, created_at)
     SELECT 1, process_instance_key, id, reference, procedure_key, department, 'fr', $2, 1250, 'EUR', '000000000097', 'created', now()
     FROM dossier WHERE id = $1`,
    [dossierId, payToken],
  );
  await beffroi.database.query(
    `WITH basket AS (INSERT INTO payment_basket (token, communication, lang, created_at)
       VALUES ($1, '000000000194', 'fr', now()) RETURNING id)
     INSERT INTO payment_basket_item SELECT basket.id, payment.id FROM basket, payment`,
    [payToken],
  );
  await beffroi.database.query(
    `INSERT INTO simulated_payment (reference, order_key, amount_cents, paid_cents, description, return_url, notice_url, state, created_at)
     VALUES ('sim_1', '1', 1250, 0, $1, '/', '/', 'open', now())`,
    [fresh.reference],
  );
  const document = await one('SELECT id FROM document');
  const mail = await one('SELECT id FROM mail_message WHERE dossier_id = $1', dossierId);
  const verification = await one('SELECT verification_code FROM document');
  const element = await one(
    `SELECT element FROM message_subscription JOIN dossier ON process_instance_key = process_instance_id WHERE reference = $1`,
    asked.reference,
  );

  /** The first that begins a route says what stands in place of its parameters. */
  const places: readonly (readonly [string, string])[] = [
    ['/demarches/:key', '/demarches/certificat-de-residence'],
    ['/demandes/:draftId/confirmation', confirmation],
    ['/demandes/:draftId/:page', page],
    ['/demandes/:draftId', draft],
    ['/dossiers/:reference/repondre/:element', `/dossiers/${asked.reference}/repondre/${element}`],
    ['/dossiers/:reference/documents/:file', `/dossiers/${delivered.reference}/documents/${document}.pdf`],
    ['/dossiers/:reference', `/dossiers/${fresh.reference}`],
    ['/bureau/paiements/:id', `/bureau/paiements/${await one('SELECT id FROM payment')}`],
    ['/bureau/paiements-a-regler/:id/:deed', '/bureau/paiements-a-regler/1/garder'],
    ['/bureau/remboursements/:id/:deed', '/bureau/remboursements/1/approuver'],
    ['/paiements/:token', `/paiements/${payToken}`],
    [
      '/mon-compte/nouvelles/:id',
      `/mon-compte/nouvelles/${await one('SELECT id FROM notification WHERE dossier_id = $1', dossierId)}`,
    ],
    ['/mon-compte/documents/garder/:attachment', '/mon-compte/documents/garder/1'],
    ['/mon-compte/documents/:id', '/mon-compte/documents/1'],
    ['/panier/:token', `/panier/${payToken}`],
    ['/panier/retirer/:draftId', '/panier/retirer/1'],
    ['/prestataire-paiement/:reference', '/prestataire-paiement/sim_1'],
    ['/verify/:code', `/verify/${verification}`],
    ['/confirmation/:token', `/confirmation/${beffroi.get(CosignatureTokens).of(cosignature)}`],
    ['/avis/:token/pieces/:id', `/avis/${token}/pieces/${piece}`],
    ['/avis/:token', `/avis/${token}`],
    ['/bureau/avis/:id', `/bureau/avis/${opinion}`],
    ['/langue/:lang', '/langue/fr'],
    ['/bureau/export.csv', '/bureau/export.csv?vue=service'],
    ['/bureau/export.xlsx', '/bureau/export.xlsx?vue=service'],
    ['/bureau/taches/:key', `/bureau/taches/${task}`],
    ['/bureau/dossiers/:reference/documents/:id', `/bureau/dossiers/${delivered.reference}/documents/${document}`],
    ['/bureau/dossiers/:reference/pieces/:id', `/bureau/dossiers/${fresh.reference}/pieces/${piece}`],
    ['/bureau/dossiers/:reference', `/bureau/dossiers/${fresh.reference}`],
    ['/bureau/courriels/:id', `/bureau/courriels/${mail}`],
    ['/bureau/guichet/recus/:draftId', `/bureau/guichet/recus/${receipt}`],
    ['/bureau/vues/:id', `/bureau/vues/${view}`],
    ['/bureau/signatures/:id', '/bureau/signatures/1'],
    ['/bureau/absences/:id', `/bureau/absences/${absence}`],
    ['/bureau/seances/:id/papiers/:file', `/bureau/seances/${sitting}/papiers/ordre-du-jour`],
    ['/bureau/seances/:id/points/:item', `/bureau/seances/${sitting}/points/${item}`],
    ['/bureau/seances/:id', `/bureau/seances/${sitting}`],
    ['/bureau/files/livraisons/:id/:deed', '/bureau/files/livraisons/1/relancer'],
    ['/bureau/files/travaux/:id/:deed', '/bureau/files/travaux/1/relancer'],
    ['/bureau/incidents/:id', '/bureau/incidents/1'],
    ['/essai/:token', '/essai/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['/bureau/demarches/:key/difference', '/bureau/demarches/certificat-de-residence/difference?de=1&a=1'],
    ['/bureau/demarches/:key/reprise', '/bureau/demarches/certificat-de-residence/reprise?de=1&a=1'],
    ['/bureau/demarches/:key/:number', '/bureau/demarches/certificat-de-residence/1'],
    ['/bureau/demarches/:key', '/bureau/demarches/certificat-de-residence'],
    ['/bureau/organisation/agents/:id', `/bureau/organisation/agents/${colleague}`],
    ['/bureau/parametres/:procedure/:name', '/bureau/parametres/certificat-de-residence/joursDeTraitement'],
  ];
  return {
    cast,
    task,
    colleague,
    deputy,
    marks: [NAME, delivered.reference, asked.reference, fresh.reference],
    addressOf: (path) => {
      if (path === '/bureau') return '/bureau?vue=service';
      const place = places.find(([declared]) => path.startsWith(declared));
      return place ? place[1] + path.slice(place[0].length) : path;
    },
    fingerprint: () => one(CHANGED_BY_DEEDS, draft.split('/').at(-1)!),
  };
}

/** Whether something of the case is in an answer: in a page, a workbook, or a file. */
export async function showsCase({ marks }: Pick<Stage, 'marks'>, response: Response): Promise<boolean> {
  const type = response.headers.get('content-type') ?? '';
  if (type === 'application/pdf') return true;
  const body = type.includes('spreadsheet') ? await sheetOf(response) : await response.text();
  return marks.some((mark) => body.includes(mark));
}

async function sheetOf(response: Response): Promise<string> {
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return strFromU8(files['xl/worksheets/sheet1.xml']!);
}

/** Somebody without an address stays nobody; they have a session all the same. */
async function signIn(browser: HttpBrowser, email: string | undefined): Promise<void> {
  await browser.open('/connexion');
  if (email) await browser.submit({ fields: { email, password: DEMO_PASSWORD } });
}

async function track(browser: HttpBrowser, code: string): Promise<void> {
  await browser.open('/suivi');
  await browser.submit({ fields: { code, by: 'email', email: CONTACT.email } });
}
