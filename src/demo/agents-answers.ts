import type { Variables } from '#engine';
import type { Random } from './random.js';

const CERTIFIED = {
  identiteVerifiee: true,
  adresseCertifiee: 'Rue du Parc 1, 7500 Tournai',
  inscritDepuis: '2015-01-01',
};
const REASONS = 'Les registres ne montrent pas que les conditions sont remplies à la date de la demande.';

/** Task -> what an agent of the demonstration answers; nothing = somebody else will. `today` is an ISO date. */
const ANSWERS: Readonly<Record<string, (random: Random, today: string) => Variables | undefined>> = {
  'verifier-demande': (random) =>
    random.pick<Variables | undefined>([
      { issue: 'complet', ...CERTIFIED },
      { issue: 'complet', ...CERTIFIED },
      {
        issue: 'incomplet',
        piecesManquantes: ['niss'],
        messageComplement: 'Pourriez-vous vérifier le numéro, s’il vous plaît ?',
        delaiComplement: 15,
      },
      { issue: 'refuse', motifsRefus: ['jamais-inscrit'], motivationRefus: REASONS },
      undefined,
    ]),
  'completeness-verifier': (random) =>
    random.pick<Variables | undefined>([
      { completenessAvis: 'complet' },
      { completenessAvis: 'complet' },
      { completenessAvis: 'incomplet' },
      undefined,
    ]),
  'complement-preparer': () => ({
    complementPieces: 'Le numéro exact',
    complementMessage: 'Pourriez-vous vérifier le numéro, s’il vous plaît ?',
    complementDelai: 15,
  }),
  'grant-decider': (random) =>
    random.pick<Variables | undefined>([
      { grantAvis: 'accorder' },
      { grantAvis: 'accorder' },
      { grantAvis: 'refuser' },
      undefined,
    ]),
  'refuse-motiver': () => ({
    refuseDroit: ['conditions'],
    refuseArticle: 'Loi du 19 juillet 1991',
    refuseFait: ['donnees'],
    refuseMotivation: REASONS,
  }),
  'release-produire': () => ({
    releaseProduction: 'etabli',
    releaseContenu: 'La personne est inscrite aux registres de la commune.',
  }),
  'deliver-expedier': (_, today) => ({ deliverEnvoiDate: today }),
};

export function agentsAnswer(element: string, random: Random, today: string): Variables | undefined {
  return ANSWERS[element]?.(random, today);
}
