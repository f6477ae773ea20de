import { expect, it } from '@jest/globals';
import { testClock } from '../../test/support/clock.js';
import { niss } from '../forms/formats/niss.js';
import { prefilled } from './prefill.service.js';
import { type Piece, PIECES } from './pieces.js';
import type { Answer } from './register.js';
import { SIMULATED_PEOPLE } from './simulated-people.js';
import { SimulatedRegister } from './simulated-register.js';

const clock = testClock('2026-03-02T09:00:00Z');
const register = new SimulatedRegister(clock);

function ask(givenName: string, piece: Piece, hours = 0): Promise<Answer> {
  const { nationalNumber } = SIMULATED_PEOPLE.find((one) => one.givenName === givenName)!;
  const since = new Date(clock.now().getTime() - hours * 3_600_000);
  return register.ask({
    nationalNumber,
    piece,
    since,
    purpose: { reference: 'TRN-2026-000001', basis: PIECES[piece].basis },
  });
}

it('knows people who do not exist', () => {
  for (const { nationalNumber } of SIMULATED_PEOPLE) {
    expect(niss.normalise(nationalNumber)).toBeTruthy();
    expect(Number(nationalNumber.slice(6, 9))).toBeGreaterThanOrEqual(900);
  }
});

it.each<[string, Piece, number, string]>([
  ['Alice', 'menage', 0, 'found'],
  ['Alice', 'casier-595', 0, 'found'],
  ['Dora', 'naissance', 0, 'on-paper'],
  ['Dora', 'naissance', 24, 'in-treatment'],
  ['Dora', 'naissance', 48, 'found'],
  ['Emil', 'casier-595', 71, 'in-treatment'],
  ['Emil', 'casier-595', 72, 'found'],
  ['Fatima', 'casier-595', 0, 'by-hand'],
  ['Gaston', 'residence', 0, 'by-hand'],
  ['Hélène', 'nationalite', 0, 'found'],
  ['Hélène', 'nationalite', 24, 'by-hand'],
  ['Lotte', 'menage', 1, 'found'],
  ['Mathieu', 'naissance', 0, 'none'],
  ['Oskar', 'residence', 0, 'by-hand'],
  ['Xavier', 'menage', 0, 'by-hand'],
  ['Xavier', 'deces', 0, 'found'],
  ['Clara', 'nationalite', 0, 'by-hand'],
])('answers for %s about %s after %i hours: %s', async (name, piece, hours, state) => {
  expect((await ask(name, piece, hours)).state).toBe(state);
});

it('is down for Ivo, and answers about somebody else for Karim', async () => {
  await expect(ask('Ivo', 'menage', 100)).rejects.toThrow('down');
  const [karim] = SIMULATED_PEOPLE.filter((one) => one.givenName === 'Karim');
  expect(await ask('Karim', 'menage')).not.toMatchObject({ nationalNumber: karim!.nationalNumber });
});

it('tells the address in the parts that a form asks for, and the minor children', async () => {
  const answer = await ask('Alice', 'identite');
  expect(answer).toMatchObject({ children: [expect.stringMatching(/^15/), expect.stringMatching(/^18/)] });
  expect(answer.state === 'found' && prefilled(answer)).toEqual({
    'applicant.street': expect.any(String),
    'applicant.houseNumber': expect.stringMatching(/^\d+$/),
    'applicant.postalCode': '7500',
    'applicant.locality': 'Tournai',
  });
  expect(prefilled({ state: 'found', nationalNumber: '', facts: { adresse: 'Une péniche' } })).toEqual({});
});
