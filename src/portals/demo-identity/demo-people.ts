import { SIMULATED_PEOPLE } from '../../registers/simulated-people.js';

/** Somebody whom the pretend provider knows: the grown-up people of the simulated registers. */
export interface DemoPerson {
  readonly subject: string;
  readonly givenName: string;
  readonly familyName: string;
  /** ISO 8601. */
  readonly birthDate: string;
  readonly nationalNumber: string;
}

export const DEMO_PEOPLE: readonly DemoPerson[] = SIMULATED_PEOPLE.filter(
  ({ birthDate, trait }) => birthDate < '2008' && trait !== 'deceased',
).map(({ givenName, familyName, birthDate, nationalNumber }) => ({
  subject: `demo-${nationalNumber}`,
  givenName,
  familyName,
  birthDate,
  nationalNumber,
}));
