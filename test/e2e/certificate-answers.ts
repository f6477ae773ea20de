/** What a synthetic applicant and an agent answer in the forms of `procedures/certificat-de-residence`, by field. */
import type { Answers } from '../support/browser.js';

export const ORDER: Answers = {
  pourQui: 'moi',
  niss: '85.07.30-033.28',
  domicile: 'tournai',
  variante: 'actuelle',
  motif: 'banque',
  mode: 'portail',
  prenom: 'Alice',
  nom: 'Exemple',
  dateNaissance: ['30', '7', '1985'],
  email: 'alice@example.org',
  langue: 'fr',
  declaration: 'true',
};

export const COMPLETE: Answers = {
  issue: 'complet',
  identiteVerifiee: 'true',
  adresseCertifiee: 'Rue Saint-Martin 52, 7500 Tournai',
  inscritDepuis: ['1', '2', '2019'],
};

export const INCOMPLETE: Answers = {
  issue: 'incomplet',
  piecesManquantes: ['niss'],
  messageComplement: 'Vérifiez votre numéro de Registre national, s’il vous plaît.',
  delaiComplement: '15',
};

export const REFUSED: Answers = {
  issue: 'refuse',
  motifsRefus: ['jamais-inscrit'],
  motivationRefus:
    'La personne n’a jamais été inscrite dans nos registres, comme le montre leur consultation de ce jour.',
};
