import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { ROLES, type RoleName, setStage, showsCase, type Stage } from '../support/authorisation-stage.js';
import { allRoutes, FOR_PROGRAMS } from '../support/get-routes.js';

/**
 * Every route of the portals, in the order it is tried: what ends a case or a session comes last.
 *
 *     in     answered, and nothing of the case is in the answer
 *     case   answered with something of the case
 *     acts   done: the case, or what the town has set, is another afterwards
 *     login, code          sent to the page where one signs in, or gives the tracking code
 *     403, 404             refused; as if it did not exist
 *     401                  for programs, which say with every request who they are: no session counts
 *
 * `code` is nobody with the tracking code; `agent` is of the case's department, `foreign` of another one.
 */
const TABLE = `
                                                        nobody code  owner other agent foreign analyst admin
GET  /                                                  in     in    in    in    in    in      in      in
GET  /accessibilite                                     in     in    in    in    in    in      in      in
GET  /vie-privee                                        in     in    in    in    in    in      in      in
GET  /langue/:lang                                      in     in    in    in    in    in      in      in
GET  /api                                               in     in    in    in    in    in      in      in
GET  /api/openapi.json                                  in     in    in    in    in    in      in      in
GET  /demarches                                         in     in    in    in    in    in      in      in
GET  /demarches/:key                                    in     in    in    in    in    in      in      in
POST /demarches/:key/demarrer                           in     in    in    in    in    in      in      in
GET  /verify                                            in     in    in    in    in    in      in      in
GET  /verify/:code                                      case   case  case  case  case  case    case    case
GET  /suivi                                             in     in    in    in    in    in      in      in
POST /suivi                                             in     in    in    in    in    in      in      in
GET  /reprendre                                         in     in    in    in    in    in      in      in
POST /reprendre                                         in     in    in    in    in    in      in      in
GET  /connexion                                         in     in    in    in    in    in      in      in
POST /connexion                                         in     in    in    in    in    in      in      in
GET  /inscription                                       in     in    in    in    in    in      in      in
POST /inscription                                       in     in    in    in    in    in      in      in
GET  /inscription/:token                                404    404   404   404   404   404     404     404
POST /inscription/:token                                404    404   404   404   404   404     404     404
GET  /mot-de-passe-oublie                               in     in    in    in    in    in      in      in
POST /mot-de-passe-oublie                               in     in    in    in    in    in      in      in
GET  /mot-de-passe-oublie/:token                        404    404   404   404   404   404     404     404
POST /mot-de-passe-oublie/:token                        404    404   404   404   404   404     404     404
GET  /identite                                          in     in    in    in    in    in      in      in
POST /identite/demarrer                                 in     in    in    in    in    in      in      in
GET  /identite/retour                                   403    403   403   403   403   403     403     403
GET  /identite/adresse                                  login  login login login login login   login   login
POST /identite/adresse                                  login  login login login login login   login   login
GET  /identite/adresse/:token                           404    404   404   404   404   404     404     404
POST /identite/adresse/:token                           404    404   404   404   404   404     404     404
GET  /fournisseur-identite/autoriser                    in     in    in    in    in    in      in      in
POST /fournisseur-identite/autoriser                    in     in    in    in    in    in      in      in
GET  /paiements/:token                                  case   case  case  case  case  case    case    case
GET  /paiements/:token/invitation.pdf                   case   case  case  case  case  case    case    case
POST /paiements/:token/en-ligne                         in     in    in    in    in    in      in      in
GET  /panier                                            in     case  case  in    in    in      in      in
GET  /panier/:token                                     case   case  case  case  case  case    case    case
POST /panier/:token/en-ligne                            in     in    in    in    in    in      in      in
POST /panier/payer                                      in     case  case  in    in    in      in      in
POST /panier/retirer/:draftId                           in     in    in    in    in    in      in      in
POST /panier/envoyer                                    in     in    in    in    in    in      in      in
GET  /prestataire-paiement/:reference                   case   case  case  case  case  case    case    case
POST /prestataire-paiement/:reference                   in     in    in    in    in    in      in      in
GET  /mon-compte/paiements                              login  login case  in    in    in      in      in
GET  /mon-compte/nouvelles                              login  login case  in    403   403     403     403
POST /mon-compte/nouvelles/lues                         login  login in    in    403   403     403     403
GET  /mon-compte/nouvelles/:id                          login  login case  404   403   403     403     403
GET  /mon-compte/documents                              login  login case  in    403   403     403     403
POST /mon-compte/documents                              login  login case  in    403   403     403     403
GET  /mon-compte/documents/:id                          login  login 404   404   403   403     403     403
POST /mon-compte/documents/garder/:attachment           login  login 404   404   403   403     403     403
POST /mon-compte/documents/:id/supprimer                login  login in    in    403   403     403     403
GET  /mon-compte/preferences                            login  login in    in    403   403     403     403
POST /mon-compte/preferences                            login  login in    in    403   403     403     403
POST /mon-compte/preferences/telephone                  login  login in    in    403   403     403     403
POST /mon-compte/preferences/code                       login  login in    in    403   403     403     403
POST /mon-compte/preferences/oublier                    login  login in    in    403   403     403     403
GET  /mon-compte                                        login  login in    in    in    in      in      in
GET  /mon-compte/donnees                                login  login in    in    403   403     403     403
POST /mon-compte/donnees                                login  login in    in    403   403     403     403
GET  /mon-compte/effacer                                login  login case  in    403   403     403     403
POST /mon-compte/effacer                                login  login case  in    403   403     403     403
GET  /compte-efface                                     in     in    in    in    in    in      in      in
GET  /mot-de-passe                                      login  login in    in    in    in      in      in
POST /mot-de-passe                                      login  login in    in    in    in      in      in
GET  /mes-demandes                                      in     case  case  in    in    in      in      in
GET  /demandes/:draftId/:page                           404    404   in    404   404   404     404     404
POST /demandes/:draftId/:page                           404    404   in    404   404   404     404     404
POST /demandes/:draftId/code                            404    404   in    404   404   404     404     404
POST /demandes/:draftId/panier                          404    404   in    404   404   404     404     404
GET  /demandes/:draftId/verifier                        404    404   in    404   404   404     404     404
POST /demandes/:draftId/verifier                        404    404   in    404   404   404     404     404
GET  /demandes/:draftId/confirmation                    code   code  case  code  code  code    code    code
GET  /dossiers/:reference                               code   case  case  code  code  code    code    code
GET  /dossiers/:reference/demande.pdf                   code   case  case  code  code  code    code    code
GET  /dossiers/:reference/consultations                 code   case  case  code  code  code    code    code
GET  /dossiers/:reference/documents/:file               404    case  case  404   404   404     404     404
GET  /dossiers/:reference/repondre/:element             code   case  case  code  code  code    code    code
POST /dossiers/:reference/repondre/:element             code   case  case  code  code  code    code    code
POST /dossiers/:reference/messages                      code   acts  acts  code  code  code    code    code
POST /dossiers/:reference/refaire                       code   in    in    code  code  code    code    code
POST /dossiers/:reference/avis                          code   case  case  code  code  code    code    code
GET  /dossiers/:reference/retirer                       code   case  case  code  code  code    code    code
GET  /confirmation/:token                               case   case  case  case  case  case    case    case
POST /confirmation/:token                               in     in    in    in    in    in      in      in
GET  /avis/:token                                       case  case  case  case  case  case    case    case
POST /avis/:token                                       case  case  case  case  case  case    case    case
GET  /avis/:token/pieces/:id                            404   404   404   404   404   404     404     404
GET  /avis/:token/documents/:file                       404   404   404   404   404   404     404     404
GET  /avis/:token/fichiers/:id                          404   404   404   404   404   404     404     404
GET  /bureau/avis/:id                                   login login 403   403   case  404     403     403
POST /bureau/avis/:id                                   login login 403   403   case  404     403     403
GET  /bureau/avis/:id/fichiers/:file                    login login 403   403   404   404     403     403
POST /bureau/avis/:id/renvoyer                          login login 403   403   acts  404     403     403
POST /bureau/avis/:id/revoquer                          login login 403   403   acts  404     403     403
GET  /bureau                                            login  login 403   403   case  in      403     in
GET  /bureau/export.csv                                 login  login 403   403   case  in      403     403
GET  /bureau/export.xlsx                                login  login 403   403   case  in      403     403
POST /bureau/vues                                       login  login 403   403   acts  acts    403     403
POST /bureau/vues/:id/supprimer                         login  login 403   403   acts  in      403     403
POST /bureau/lot/prendre                                login  login 403   403   acts  in      403     403
POST /bureau/lot/liberer                                login  login 403   403   acts  in      403     403
GET  /bureau/nouvelles                                  login login 403   403   in    in      403     403
GET  /bureau/taches/:key/nouvelles                      login login 403   403   in    403     403     403
GET  /bureau/taches/:key                                login  login 403   403   case  403     403     403
POST /bureau/taches/:key                                login  login 403   403   case  403     403     403
POST /bureau/taches/:key/prendre                        login  login 403   403   acts  403     403     403
POST /bureau/taches/:key/brouillon                      login  login 403   403   acts  403     403     403
POST /bureau/taches/:key/planifier                      login  login 403   403   acts  403     403     403
POST /bureau/taches/:key/deleguer                       login  login 403   403   acts  403     403     403
POST /bureau/taches/:key/reprendre                      login  login 403   403   acts  403     403     403
POST /bureau/taches/:key/repondre                       login  login 403   403   in    403     403     403
POST /bureau/taches/:key/liberer                        login  login 403   403   acts  403     403     403
POST /bureau/taches/:key/confier                        login  login 403   403   acts  403     403     403
GET  /bureau/dossiers                                   login  login 403   403   case  in      403     403
GET  /bureau/dossiers/:reference                        login  login 403   403   case  404     403     403
GET  /bureau/dossiers/:reference/pieces/:id             login  login 403   403   case  404     403     403
GET  /bureau/dossiers/:reference/documents/:id          login  login 403   403   case  404     403     403
GET  /bureau/messages                                   login  login 403   403   case  in      403     403
POST /bureau/dossiers/:reference/notes                  login  login 403   403   acts  404     403     403
POST /bureau/dossiers/:reference/messages/lus           login  login 403   403   acts  404     403     403
POST /bureau/dossiers/:reference/messages               login  login 403   403   acts  404     403     403
GET  /bureau/courriels                                  login  login 403   403   case  in      403     case
GET  /bureau/courriels/:id                              login  login 403   403   case  404     403     case
GET  /bureau/courriels/:id/html                         login  login 403   403   case  404     403     case
GET  /bureau/guichet                                    login  login 403   403   in    in      403     403
POST /bureau/guichet                                    login  login 403   403   in    in      403     403
GET  /bureau/guichet/recus/:draftId                     login  login 403   403   case  404     403     403
GET  /bureau/statistiques                               login  login 403   403   in    in      in      in
GET  /bureau/seances                                    login login 403   403   in    in      403     403
POST /bureau/seances                                    login login 403   403   acts  in      403     403
GET  /bureau/seances/:id                                login login 403   403   case  404     403     403
POST /bureau/seances/:id/points                         login login 403   403   in    404     403     403
POST /bureau/seances/:id/points/:item/monter            login login 403   403   in    404     403     403
POST /bureau/seances/:id/points/:item/descendre         login login 403   403   in    404     403     403
POST /bureau/seances/:id/points/:item/huis-clos         login login 403   403   acts  404     403     403
GET  /bureau/seances/:id/papiers/:file.pdf              login login 403   403   case  404     403     403
GET  /bureau/seances/:id/points/:item/extrait.pdf       login login 403   403   404   404     403     403
POST /bureau/seances/:id/documents                       login login 403   403   404   404     403     403
POST /bureau/seances/:id/convoquer                      login login 403   403   acts  404     403     403
POST /bureau/seances/:id/decisions                      login login 403   403   acts  404     403     403
POST /bureau/seances/:id/cloturer                       login login 403   403   case  404     403     403
POST /bureau/seances/:id/points/:item/retirer           login login 403   403   acts  404     403     403
GET  /bureau/paiements                                  login  login 403   403   case  in      403     403
GET  /bureau/paiements/:id                              login  login 403   403   case  404     403     403
POST /bureau/paiements/:id/encaisser                    login  login 403   403   in    404     403     403
GET  /bureau/paiements-a-regler                         login  login 403   403   403   403     403     403
POST /bureau/paiements-a-regler/:id/:deed               login  login 403   403   403   403     403     403
GET  /bureau/caisse                                     login  login 403   403   in    in      403     403
POST /bureau/caisse/:department                         login  login 403   403   in    in      403     403
GET  /bureau/remboursements                             login  login 403   403   403   403     403     403
POST /bureau/remboursements/:id/:deed                   login  login 403   403   403   403     403     403
GET  /bureau/releves                                    login  login 403   403   403   403     403     403
POST /bureau/releves                                    login  login 403   403   403   403     403     403
GET  /bureau/rapprochement                              login  login 403   403   403   403     403     403
GET  /bureau/rapprochement/export.csv                   login  login 403   403   403   403     403     403
GET  /bureau/absences                                   login  login 403   403   in    in      403     403
POST /bureau/absences                                   login  login 403   403   acts  in      403     403
GET  /simulateur-signature                              login  login 403   403   404   404     403     403
POST /simulateur-signature                              login  login 403   403   404   404     403     403
GET  /bureau/signatures                                 login  login 403   403   in    in      403     403
POST /bureau/signatures                                 login  login 403   403   in    in      403     403
GET  /bureau/signatures/:id                             login  login 403   403   404   404     403     403
GET  /bureau/signatures/:id/document.pdf                login  login 403   403   404   404     403     403
POST /bureau/signatures/:id/retenir                     login  login 403   403   404   404     403     403
POST /bureau/signatures/:id/refuser                     login  login 403   403   404   404     403     403
GET  /bureau/organisation                               login  login 403   403   403   403     403     in
POST /bureau/organisation/services                      login  login 403   403   403   403     403     acts
POST /bureau/organisation/agents                        login  login 403   403   403   403     403     acts
GET  /bureau/organisation/agents/:id                    login  login 403   403   403   403     403     in
POST /bureau/organisation/agents/:id/absences           login  login 403   403   403   403     403     acts
POST /bureau/absences/:id/fin                           login  login 403   403   404   404     403     acts
POST /bureau/organisation/agents/:id                    login  login 403   403   403   403     403     acts
POST /bureau/organisation/agents/:id/acces              login  login 403   403   403   403     403     acts
GET  /bureau/parametres                                 login  login 403   403   403   403     403     in
POST /bureau/parametres/:procedure/:name                login  login 403   403   403   403     403     acts
GET  /bureau/conservation                               login  login 403   403   403   403     403     in
POST /bureau/conservation/retenir                         login  login 403   403   403   403     403     in
POST /bureau/conservation/:id/lever                     login  login 403   403   403   403     403     in
GET  /bureau/files                                      login  login 403   403   403   403     403     in
POST /bureau/files/livraisons/:id/:deed                 login  login 403   403   403   403     403     in
POST /bureau/files/travaux/:id/:deed                    login  login 403   403   403   403     403     in
GET  /essai/:token                                      404    404   404   404   404   404     404     404
POST /essai/:token/demarrer                             404    404   404   404   404   404     404     404
POST /essai/:token/remarques                            in     in    in    in    in    in      in      in
GET  /bureau/demarches                                  login  login 403   403   403   403     in      in
GET  /bureau/demarches/:key                             login  login 403   403   403   403     in      in
GET  /bureau/demarches/:key/difference                  login  login 403   403   403   403     in      in
GET  /bureau/demarches/:key/reprise                     login  login 403   403   403   403     in      in
POST /bureau/demarches/:key/reprise                     login  login 403   403   403   403     in      in
POST /bureau/demarches/:key/:number                     login  login 403   403   403   403     in      in
GET  /bureau/incidents                                  login  login 403   403   403   403     403     in
POST /bureau/incidents/:id/relancer                     login  login 403   403   403   403     403     in
GET  /bureau/incidents/:id                              login login 403   403   403   403     403     404
POST /bureau/incidents/:id/corriger                     login login 403   403   403   403     403     404
POST /bureau/incidents/:id/passer                       login login 403   403   403   403     403     404
GET  /bureau/dossiers/:reference/documents/:id/remplacer login login 403   403   case  404     403     403
POST /bureau/dossiers/:reference/documents/:id/remplacer/projet.pdf login login 403 403 case 404 403 403
POST /bureau/dossiers/:reference/documents/:id/remplacer login login 403   403   case  404     403     403
GET  /bureau/dossiers/:reference/documents/:id/retirer  login  login 403   403   case  404     403     case
POST /bureau/dossiers/:reference/documents/:id/retirer  login  login 403   403   acts  404     403     in
POST /bureau/dossiers/:reference/confidentialite         login login 403   403   acts  404     403     403
POST /dossiers/:reference/retirer                       code   acts  case  code  code  code    code    code
POST /demandes/:draftId/supprimer                       in     in    acts  in    in    in      in      in
POST /deconnexion                                       in     in    in    in    in    in      in      in
POST /api/procedures/:key                               401    401   401   401   401   401     401     401
`;

/** Pages on which cases are only named. */
const LISTS = [
  'agent /bureau',
  'agent /bureau/dossiers',
  'agent /bureau/courriels',
  'admin /bureau/courriels',
  'agent /bureau/paiements',
];

const MEMBER = { nom: 'Bastien Exemple', role: 'agent', services: 'population' };

/** What is sent along where an empty form would do nothing. */
const FIELDS: Readonly<Record<string, (stage: Stage) => Record<string, string>>> = {
  'POST /dossiers/:reference/messages': () => ({ message: 'Bonjour' }),
  'POST /bureau/dossiers/:reference/messages': () => ({ texte: 'Bonjour' }),
  'POST /bureau/dossiers/:reference/documents/:id/retirer': () => ({ motif: 'Une erreur' }),
  'POST /bureau/dossiers/:reference/confidentialite': () => ({ niveau: 'restricted', motif: 'Plainte' }),
  'POST /bureau/dossiers/:reference/notes': () => ({ texte: 'À revoir' }),
  'POST /bureau/avis/:id/renvoyer': () => ({ courriel: 'police@example.org', motif: 'Perdu' }),
  'POST /bureau/avis/:id/revoquer': () => ({ motif: 'Une erreur' }),
  'POST /bureau/taches/:key/brouillon': () => ({ issue: 'refuse' }),
  'POST /bureau/taches/:key/planifier': () => ({ priorite: '90', echeance: '', suivi: '', motif: 'Urgent' }),
  'POST /bureau/taches/:key/deleguer': ({ colleague }) => ({ collegue: colleague, question: 'Qu’en penses-tu ?' }),
  'POST /bureau/taches/:key/repondre': () => ({ reponse: 'Rien.' }),
  'POST /bureau/seances': () => ({
    organe: 'college',
    service: 'population',
    jour: '2999-02-01',
    heure: '18:00',
    lieu: 'Ici',
  }),
  'POST /bureau/seances/:id/points/:item/huis-clos': () => ({ ferme: 'oui' }),
  'POST /bureau/seances/:id/decisions': () => ({ presents: 'Le bourgmestre' }),
  'POST /bureau/absences': ({ colleague }) => ({ remplacant: colleague, du: '2999-01-01', au: '2999-01-02' }),
  'POST /bureau/organisation/agents/:id/absences': ({ deputy }) => ({
    remplacant: deputy,
    du: '2999-02-01',
    au: '2999-02-02',
  }),
  'POST /bureau/taches/:key/confier': ({ colleague }) => ({ collegue: colleague }),
  'POST /bureau/lot/prendre': ({ task }) => ({ tache: task }),
  'POST /bureau/lot/liberer': ({ task }) => ({ tache: task }),
  'POST /bureau/organisation/services': () => ({ cle: 'urbanisme', fr: 'Urbanisme' }),
  'POST /bureau/organisation/agents': () => ({ ...MEMBER, courriel: 'nouveau@example.org' }),
  'POST /bureau/organisation/agents/:id': () => MEMBER,
  'POST /bureau/parametres/:procedure/:name': () => ({ valeur: '3' }),
  'POST /bureau/demarches/:key/reprise': () => ({ de: '1', a: '1' }),
  'POST /bureau/demarches/:key/:number': () => ({ acte: 'withdraw' }),
  'POST /bureau/vues': () => ({ nom: 'La mienne', liste: 'vue=service' }),
};

const lines = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((row) => row.trim().split(/\s+/));

function line(method: string, path: string, outcomes: readonly string[]): string {
  const cells = outcomes.map((one, index) => one.padEnd(Math.max(5, ROLES[index]!.length)));
  return `${method.padEnd(4)} ${path.padEnd(50)} ${cells.join(' ')}`.trimEnd();
}

describe('who may do what', () => {
  let beffroi: TestProgram;
  let stage: Stage;

  beforeAll(async () => {
    beffroi = await startBeffroi();
    stage = await setStage(beffroi);
  }, 120_000);
  afterAll(() => beffroi?.stop());

  it('is said for every route', () => {
    const routes = allRoutes(beffroi.app).filter((route) => !FOR_PROGRAMS.test(route.split(' ')[1]!));
    expect(lines.map(([method, path]) => `${method} ${path}`).sort()).toEqual(routes.sort());
  });

  it('is not done without the token of one’s own session', async () => {
    const stolen = await tokenOf('nobody');
    const wrong = new FormData();
    wrong.append('_csrf', stolen);
    const bodies = [undefined, new URLSearchParams({ _csrf: stolen }), wrong];
    const before = await stage.fingerprint();
    for (const [method = '', path = ''] of lines.filter(([method]) => method === 'POST'))
      for (const role of ROLES.slice(1))
        for (const body of bodies) {
          const answer = await stage.cast[role].ask(stage.addressOf(path), { method, ...(body && { body }) });
          expect([path, role, await told(answer)]).toEqual([path, role, expect.stringMatching(/^(401|403|login)$/)]);
        }
    expect(await stage.fingerprint()).toBe(before);
  }, 240_000);

  it('leaves a row in the history of every case that somebody of the town reads', async () => {
    const count = async (): Promise<number> => {
      const query = `SELECT count(*)::int AS n FROM history_entry WHERE kind = 'dossier.read'`;
      return (await beffroi.database.query<{ n: number }>(query)).rows[0]!.n;
    };
    const silent: string[] = [];
    for (const [method = '', path = '', ...outcomes] of lines)
      for (const role of ['agent', 'admin'] as const) {
        if (method !== 'GET' || !path.startsWith('/bureau') || outcomes[ROLES.indexOf(role)] !== 'case') continue;
        const before = await count();
        const read = (await told(await stage.cast[role].ask(stage.addressOf(path)))) === 'case';
        if (read && (await count()) === before) silent.push(`${role} ${path}`);
      }
    // lists say who asked for something, and nothing of what
    expect(silent).toEqual(LISTS);
  }, 120_000);

  it('is as the table says', async () => {
    const found = [];
    for (const [method = '', path = ''] of lines) {
      await beffroi.database.query('DELETE FROM rate_limit');
      const outcomes = [];
      for (const role of ROLES) outcomes.push(await outcome(role, method, path));
      found.push(line(method, path, outcomes));
    }
    expect(found.join('\n')).toBe(
      lines.map(([method = '', path = '', ...told]) => line(method, path, told)).join('\n'),
    );
  }, 240_000);

  async function outcome(role: RoleName, method: string, path: string): Promise<string> {
    const browser = stage.cast[role];
    if (method === 'GET') return told(await browser.ask(stage.addressOf(path)));
    const before = await stage.fingerprint();
    const _csrf = await tokenOf(role);
    const body = new URLSearchParams({ _csrf, ...FIELDS[`${method} ${path}`]?.(stage) });
    const answer = await told(await browser.ask(stage.addressOf(path), { method, body }));
    if ((await stage.fingerprint()) === before) return answer;
    await beffroi.settled();
    return answer === 'in' || answer === 'case' ? 'acts' : `acts although ${answer}`;
  }

  async function told(response: Response): Promise<string> {
    const to = response.headers.get('location');
    if (to?.startsWith('/connexion')) return 'login';
    if (to?.startsWith('/suivi')) return 'code';
    if (response.status === 401 || response.status === 403 || response.status === 404 || response.status >= 500)
      return String(response.status);
    return (await showsCase(stage, response)) ? 'case' : 'in';
  }

  async function tokenOf(role: RoleName): Promise<string> {
    const page = await stage.cast[role].open('/suivi');
    return String(page.$('input[name=_csrf]').first().attr('value'));
  }
});
