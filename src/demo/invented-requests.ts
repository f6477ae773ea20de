import type { Answers } from '../forms/form.js';
import { type InventedPerson } from './invented-people.js';
import type { Random } from './random.js';

export interface InventedRequest {
  readonly procedure: string;
  readonly answers: Answers;
}

type Make = (person: InventedPerson, random: Random) => Answers;

const CERTIFICATE_REASONS = ['administration', 'logement-social', 'emploi', 'etudes', 'pension'];

const contact = (person: InventedPerson): Answers => ({
  prenom: person.givenName,
  nom: person.familyName,
  dateNaissance: person.birthDate,
  email: person.email,
  langue: 'fr',
  declaration: true,
});

/** Online, at the counter or by post, with what each needs. */
function delivery(person: InventedPerson, random: Random): Answers {
  const mode = random.pick(['portail', 'portail', 'guichet', 'courrier']);
  if (mode === 'portail') return { mode };
  const copies = 1 + random.below(3);
  if (mode === 'guichet') return { mode, copies };
  const { street: rue, houseNumber: numero, postalCode: codePostal, locality: localite } = person;
  return { mode, copies, rue, numero, codePostal, localite };
}

const certificate: Make = (person, random) => ({
  pourQui: 'moi',
  niss: person.nationalNumber,
  domicile: random.pick(['tournai', 'tournai', 'anciennement']),
  motif: random.pick(CERTIFICATE_REASONS),
  ...delivery(person, random),
  ...contact(person),
});

/** Procedure -> how somebody fills its form; the more often it stands there, the more often it is asked for. */
const ANONYMOUS: readonly (readonly [string, Make])[] = [
  ['certificat-de-residence', (person, random) => ({ ...certificate(person, random), variante: 'actuelle' })],
  ['certificat-de-residence', (person, random) => ({ ...certificate(person, random), variante: 'mariage' })],
  ['certificat-de-nationalite', certificate],
  [
    'acte-de-deces',
    (person, random) => ({
      lien: random.pick(['parent', 'conjoint', 'heritier', 'autre']),
      dateActe: `202${random.below(5)}-0${1 + random.below(9)}-1${random.below(10)}`,
      lieuActe: person.locality,
      personnePrenom: 'Xavier',
      personneNom: person.familyName,
      typeActe: random.pick(['copie', 'extrait']),
      motif: random.pick(['administration', 'pension']),
      ...delivery(person, random),
      ...contact(person),
    }),
  ],
  [
    'code-pin',
    ({ givenName, familyName, nationalNumber, email }, random) => ({
      motif: random.pick(['oublie', 'bloque', 'jamais-recu', 'lettre-perdue']),
      prenom: givenName,
      nom: familyName,
      niss: nationalNumber,
      email,
    }),
  ],
];

/** What somebody whom the registers know orders for themselves. */
const IDENTIFIED: readonly (readonly [string, Make])[] = [
  [
    'composition-de-menage',
    (person, random) => ({
      domicile: 'tournai',
      motif: random.pick(CERTIFICATE_REASONS),
      ...delivery(person, random),
      ...contact(person),
    }),
  ],
  ['certificat-de-nationalite', (person, random) => ({ ...certificate(person, random), domicile: 'tournai' })],
  [
    'extrait-de-casier-judiciaire',
    (person, random) => ({
      pourQui: 'moi',
      niss: person.nationalNumber,
      motif: random.pick(['emploi', 'benevolat', 'autre']),
      ...delivery(person, random),
      ...contact(person),
    }),
  ],
];

export function inventRequest(person: InventedPerson, random: Random, identified = false): InventedRequest {
  const [procedure, make] = random.pick(identified ? IDENTIFIED : ANONYMOUS);
  return { procedure, answers: make(person, random) };
}
