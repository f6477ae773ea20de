/** Somebody whom the pretend provider knows. They do not exist: their sequence numbers are never given (900 to 997). */
export interface DemoPerson {
  readonly subject: string;
  readonly givenName: string;
  readonly familyName: string;
  /** ISO 8601. */
  readonly birthDate: string;
  readonly nationalNumber: string;
}

/** Given name, family name, birth date, sequence number of the day. */
const PEOPLE: readonly (readonly [string, string, string, number])[] = [
  ['Alice', 'Exemple', '1985-07-30', 902],
  ['Bram', 'Voorbeeld', '1979-02-11', 903],
  ['Clara', 'Beispiel', '1993-05-18', 904],
  ['Dora', 'Exemple', '2001-12-03', 906],
  ['Emil', 'Exemple', '1948-09-21', 907],
  ['Fatima', 'Exemple', '1990-01-15', 908],
  ['Gaston', 'Exemple', '1966-04-30', 909],
  ['Hélène', 'Exemple', '2004-02-29', 912],
  ['Ivo', 'Voorbeeld', '1987-11-08', 913],
  ['Jeanne', 'Exemple', '1931-06-14', 914],
  ['Karim', 'Exemple', '1998-08-27', 915],
  ['Lotte', 'Voorbeeld', '1974-03-05', 916],
  ['Mathieu', 'de l’Exemple', '1959-10-19', 917],
  ['Nora', 'Exemple-Modèle', '2007-01-01', 918],
  ['Oskar', 'Beispiel', '1982-07-07', 919],
  ['Paula', 'Exemple', '1995-05-05', 922],
  ['Quentin', 'Exemple', '2000-01-01', 923],
  ['Rosa', 'Exemple', '1971-12-24', 924],
  ['', 'Exemple', '1988-03-13', 925],
  ['Théo', 'Exemple', '2003-09-09', 927],
];

export const DEMO_PEOPLE: readonly DemoPerson[] = PEOPLE.map(([givenName, familyName, birthDate, sequence]) => {
  const nationalNumber = numberOf(birthDate, sequence);
  return { subject: `demo-${nationalNumber}`, givenName, familyName, birthDate, nationalNumber };
});

/** National number: date, sequence, and what is missing to a multiple of 97; a 2 stands before it for those born from 2000 on. */
function numberOf(birthDate: string, sequence: number): string {
  const nine = `${birthDate.slice(2).replaceAll('-', '')}${sequence}`;
  const check = 97 - (Number(birthDate >= '2000' ? `2${nine}` : nine) % 97);
  return `${nine}${String(check).padStart(2, '0')}`;
}
