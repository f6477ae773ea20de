import type { Value } from '#engine';

/** What a job type expects of a procedure and gives back. One row per worker of `src/workers`. */
export interface JobContract {
  /** Folder in which the header `template` must name a file. */
  readonly template?: 'messages' | 'documents';
  /** Headers that must be there. */
  readonly headers: readonly string[];
  /** Group of `texts/` in which the header `text` must name a sentence. */
  readonly text?: string;
  /** Exactly one of these must be there as well. */
  readonly oneOf?: readonly string[];
  /** Variables that its result sets. */
  readonly makes: readonly string[];
  /** The header that names one more. */
  readonly makesBy?: string;
  /** This program has no worker for it: one outside works on such jobs (docs/how-to/work-on-jobs-from-outside.md). */
  readonly outside?: true;
  /** This program has a worker for it only where documents are signed (SIGNATURES). */
  readonly needs?: 'signatures';
  /** Variables that it is given. */
  readonly reads?: readonly string[];
  /** Variables that its template is given besides those of the process. */
  readonly gives?: readonly string[];
  /** What `gives` is in scenarios. */
  readonly sample?: { readonly [name: string]: Value };
  /** Codes of the BPMN errors that it may answer with. */
  readonly errors?: readonly string[];
  /** What it answers in scenarios that say nothing else. */
  readonly simulated?: { readonly [name: string]: Value };
}

/** The last day; and, to a body outside the town, the secret part of its link. */
const OF_OPINIONS = ['opinionsEcheance', 'opinionsJeton'];

/** What the national register says of somebody, in the words of the templates. */
const REGISTER_SAMPLE = {
  nom: 'Exemple',
  prenom: 'Alice',
  dateNaissance: '1985-07-30',
  nationalite: 'BE',
  adresse: 'Rue Royale 12, 7500 Tournai',
  depuis: '2019-03-27',
  historique: [{ adresse: 'Rue Royale 12, 7500 Tournai', du: '2019-03-27', au: null }],
  menage: [{ nom: 'Exemple', prenom: 'Alice', dateNaissance: '1985-07-30' }],
};

export const jobContracts: { readonly [jobType: string]: JobContract } = {
  'send-email': { template: 'messages', headers: ['template'], makes: [] },
  'generate-document': { template: 'documents', headers: ['template'], makes: ['document'] },
  'call-webhook': { headers: [], makes: ['response'], errors: ['webhook-refused'] },
  'publish-message': { headers: ['messageName'], makes: [] },
  'set-status': { text: 'announcements', headers: ['status'], makes: [] },
  evaluate: { headers: [], oneOf: ['expression', 'decision'], makes: [], makesBy: 'resultVariable' },
  'ask-opinion': {
    template: 'messages',
    headers: ['template', 'task'],
    reads: ['opinionsConseiller', 'opinionsQuestion', 'opinionsEcheance'],
    makes: ['opinionsDemande'],
    gives: OF_OPINIONS,
    simulated: { opinionsDemande: '1' },
  },
  'remind-opinion': {
    template: 'messages',
    headers: ['template'],
    reads: ['opinionsDemande'],
    makes: [],
    gives: OF_OPINIONS,
  },
  'record-opinion': { headers: [], reads: ['opinionsDemande', 'opinionsUn'], makes: [] },
  'create-payment': {
    headers: [],
    reads: ['paymentMontant'],
    makes: ['paymentLien', 'paymentReference', 'paymentCommunication'],
    simulated: {
      paymentLien: 'https://paiement.example.org/1',
      paymentReference: 'PSP-1',
      paymentCommunication: '+++000/0000/00101+++',
    },
  },
  'close-payment': {
    headers: [],
    reads: ['paymentReference'],
    makes: ['paymentEtat'],
    simulated: { paymentEtat: 'expire' },
  },
  'cancel-payment': {
    headers: [],
    reads: ['refundReference', 'refundMontant'],
    makes: ['refundPreuve'],
    errors: ['remboursement-impossible', 'remboursement-refuse'],
    simulated: { refundPreuve: 'PSP-1-R' },
  },
  'transfer-refund': {
    headers: [],
    reads: ['refundReference', 'refundMontant', 'refundIban', 'refundTitulaire'],
    makes: ['refundPreuve'],
    errors: ['remboursement-refuse'],
    simulated: { refundPreuve: 'virement-1' },
  },
  'sign-document': {
    needs: 'signatures',
    headers: [],
    reads: ['signDocuments', 'signSignataires', 'signNiveau'],
    makes: ['signSignes', 'signRefuses', 'signPreuve'],
    errors: ['signature-refusee'],
    simulated: { signSignes: [], signRefuses: [], signPreuve: { niveau: 'SPECIMEN', signatures: [] } },
  },
  'substitute-signatory': {
    needs: 'signatures',
    headers: [],
    reads: ['signEnRetard', 'signSuppleant', 'signCourriel', 'signDelegation'],
    makes: [],
    simulated: {},
  },
  'consult-register': {
    headers: [],
    reads: ['registerPiece'],
    makes: ['registerEtat', 'registerMotif', 'registerDepuis'],
    simulated: { registerEtat: 'trouve', registerMotif: null, registerDepuis: '2026-03-02T09:00:00Z' },
  },
  'digitise-act': { headers: [], reads: ['registerPiece', 'registerDepuis'], makes: [], simulated: {} },
  'issue-from-register': {
    template: 'documents',
    headers: ['template'],
    reads: ['registerPiece', 'registerDepuis'],
    makes: ['document'],
    gives: ['registre'],
    sample: { registre: REGISTER_SAMPLE },
    errors: ['registre-sans-document'],
    simulated: { document: { id: '1', number: 'TEST/1' } },
  },
  'invite-cosigner': {
    template: 'messages',
    headers: ['template'],
    reads: ['cosignPersonne', 'cosignMontre'],
    makes: ['cosignDemande'],
    gives: ['cosignJeton'],
    errors: ['sans-adresse'],
    simulated: { cosignDemande: '1' },
  },
  'remind-cosigner': {
    template: 'messages',
    headers: ['template'],
    reads: ['cosignDemande'],
    makes: [],
    gives: ['cosignJeton'],
  },
  'request-cosignature': {
    outside: true,
    headers: [],
    reads: ['cosignPersonne'],
    makes: ['cosignDemande'],
    simulated: { cosignDemande: '1' },
  },
};

/** Names of the variables that a job of this type sets. */
export function madeByJob(jobType: string | undefined, headers: { readonly [name: string]: string }): string[] {
  const { makes = [], makesBy } = jobContracts[jobType ?? ''] ?? {};
  const named = makesBy === undefined ? undefined : headers[makesBy];
  return named === undefined ? [...makes] : [...makes, named];
}
