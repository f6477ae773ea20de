import type { Random } from './random.js';

/** Somebody who does not exist: the name says so, and the sequence numbers 900 to 997 are never given. */
export interface InventedPerson {
  readonly givenName: string;
  readonly familyName: string;
  /** ISO 8601. */
  readonly birthDate: string;
  readonly nationalNumber: string;
  readonly email: string;
  readonly street: string;
  readonly houseNumber: string;
  readonly postalCode: string;
  readonly locality: string;
}

const GIVEN_NAMES = [
  'Aline',
  'Basile',
  'Céline',
  'Djamila',
  'Éloïse',
  'Farid',
  'Giulia',
  'Hugues',
  'Inès',
  'Jan',
  'Katrien',
];
const MORE_NAMES = [
  'Léon',
  'Małgorzata',
  'Noé',
  'Ombeline',
  'Pieter',
  'Roxane',
  'Selma',
  'Tom',
  'Ursula',
  'Véronique',
  'Yüksel',
];
const FAMILY_NAMES = [
  'Exemple',
  'Voorbeeld',
  'Beispiel',
  'de l’Exemple',
  'Exemple-Modèle',
  'Van Voorbeeld',
  'El Exemple',
];
const STREETS = [
  'Rue Royale',
  'Place Crombez',
  'Quai des Salines',
  'Rue de l’Yser',
  'Rue du Parc',
  'Chaussée Romaine',
  'Grand-Place',
];
/** Postal code and localities of the town. */
const LOCALITIES: readonly (readonly [string, string])[] = [
  ['7500', 'Tournai'],
  ['7501', 'Orcq'],
  ['7503', 'Froyennes'],
  ['7520', 'Templeuve'],
  ['7522', 'Blandain'],
  ['7530', 'Gaurain-Ramecroix'],
  ['7540', 'Kain'],
  ['7548', 'Warchin'],
];

export function inventPerson(random: Random, index: number): InventedPerson {
  const year = 1940 + random.below(65);
  const [month, day] = [1 + random.below(12), 1 + random.below(28)];
  const birthDate = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const [postalCode, locality] = random.pick(LOCALITIES);
  return {
    givenName: random.pick([...GIVEN_NAMES, ...MORE_NAMES]),
    familyName: random.pick(FAMILY_NAMES),
    birthDate,
    nationalNumber: nationalNumberOf(birthDate, 900 + random.below(98)),
    email: `citoyen${index}@example.org`,
    street: random.pick(STREETS),
    houseNumber: String(1 + random.below(180)),
    postalCode,
    locality,
  };
}

/** Date, sequence, and what is missing to a multiple of 97; a 2 stands before it for those born from 2000 on. */
export function nationalNumberOf(birthDate: string, sequence: number): string {
  const nine = `${birthDate.slice(2).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  const check = 97 - (Number(birthDate >= '2000' ? `2${nine}` : nine) % 97);
  return `${nine}${String(check).padStart(2, '0')}`;
}
