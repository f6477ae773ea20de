/** What is particular of somebody, so that every answer of a register can be seen. */
export type Trait =
  | 'act-none'
  | 'act-on-paper'
  | 'deceased'
  | 'down'
  | 'elsewhere'
  | 'foreign'
  | 'moves-away'
  | 'protected'
  | 'record-failure'
  | 'record-in-treatment'
  | 'short-outage'
  | 'somebody-else';

/** Somebody who does not exist: the sequence numbers 900 to 997 are never given. */
export interface SimulatedPerson {
  readonly givenName: string;
  readonly familyName: string;
  /** ISO 8601. */
  readonly birthDate: string;
  readonly nationalNumber: string;
  readonly trait?: Trait;
  readonly address: string;
}

const PEOPLE: readonly (readonly [string, string, string, number, Trait?])[] = [
  ['Alice', 'Exemple', '1985-07-30', 902],
  ['Bram', 'Voorbeeld', '1979-02-11', 903],
  ['Clara', 'Beispiel', '1993-05-18', 904, 'foreign'],
  ['Dora', 'Exemple', '2001-12-03', 906, 'act-on-paper'],
  ['Emil', 'Exemple', '1948-09-21', 907, 'record-in-treatment'],
  ['Fatima', 'Exemple', '1990-01-15', 908, 'record-failure'],
  ['Gaston', 'Exemple', '1966-04-30', 909, 'protected'],
  ['Hélène', 'Exemple', '2004-02-29', 912, 'moves-away'],
  ['Ivo', 'Voorbeeld', '1987-11-08', 913, 'down'],
  ['Jeanne', 'Exemple', '1931-06-14', 914],
  ['Karim', 'Exemple', '1998-08-27', 915, 'somebody-else'],
  ['Lotte', 'Voorbeeld', '1974-03-05', 916, 'short-outage'],
  ['Mathieu', 'de l’Exemple', '1959-10-19', 917, 'act-none'],
  ['Nora', 'Exemple-Modèle', '2007-01-01', 918],
  ['Oskar', 'Beispiel', '1982-07-07', 919, 'elsewhere'],
  ['Paula', 'Exemple', '1995-05-05', 922],
  ['Quentin', 'Exemple', '2000-01-01', 923],
  ['Rosa', 'Exemple', '1971-12-24', 924],
  ['', 'Exemple', '1988-03-13', 925],
  ['Théo', 'Exemple', '2003-09-09', 927],
  // they have no account: children, and whoever died
  ['Zoé', 'Exemple', '2015-04-12', 930],
  ['Yann', 'Exemple', '2018-10-02', 931],
  ['Xavier', 'Exemple', '1929-02-20', 933, 'deceased'],
];

const STREETS = ['Rue Royale', 'Place Crombez', 'Quai des Salines', 'Rue de l’Yser', 'Rue du Parc', 'Chaussée Romaine'];

export const SIMULATED_PEOPLE: readonly SimulatedPerson[] = PEOPLE.map(
  ([givenName, familyName, birthDate, sequence, trait]) => ({
    givenName,
    familyName,
    birthDate,
    nationalNumber: numberOf(birthDate, sequence),
    address: `${STREETS[sequence % STREETS.length]} ${sequence - 890}, 7500 Tournai`,
    ...(trait && { trait }),
  }),
);

/** Given name of a parent -> those of the minor children. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = { Alice: ['Zoé', 'Yann'] };

export function personOf(nationalNumber: string): SimulatedPerson | undefined {
  return SIMULATED_PEOPLE.find((person) => person.nationalNumber === nationalNumber);
}

export function childrenOf({ givenName }: SimulatedPerson): SimulatedPerson[] {
  return (CHILDREN[givenName] ?? []).map((name) => SIMULATED_PEOPLE.find((one) => one.givenName === name)!);
}

/** National number: date, sequence, and what is missing to a multiple of 97; a 2 stands before it for those born from 2000 on. */
function numberOf(birthDate: string, sequence: number): string {
  const nine = `${birthDate.slice(2).replaceAll('-', '')}${sequence}`;
  const check = 97 - (Number(birthDate >= '2000' ? `2${nine}` : nine) % 97);
  return `${nine}${String(check).padStart(2, '0')}`;
}
