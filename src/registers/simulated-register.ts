import type { Variables } from '#engine';
import type { Clock } from '../clock.js';
import { PIECES, type Piece } from './pieces.js';
import { type Answer, type Question, Register, RegisterDown } from './register.js';
import { sealedPdf } from './simulated-pdf.js';
import { childrenOf, personOf, SIMULATED_PEOPLE, type SimulatedPerson, type Trait } from './simulated-people.js';

/** The first question of a case and what follows at once are one moment. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long it takes, counted from the first question of a case. */
const OUTAGE = HOUR;
const DIGITISATION = 2 * DAY;
const TREATMENT = 3 * DAY;
const MOVE = DAY;

/** What a trait answers, when it has a say in the piece that is asked for; undefined = nothing. */
type Profile = (piece: Piece, elapsed: number) => Answer | undefined;

const isAct = (piece: Piece): boolean => PIECES[piece].register === 'civil-status';
const isRecord = (piece: Piece): boolean => PIECES[piece].register === 'criminal-record';
const byHand = (reason: Extract<Answer, { state: 'by-hand' }>['reason']): Answer => ({ state: 'by-hand', reason });
const down = (): never => {
  throw new RegisterDown('The simulated register is down.');
};

const PROFILES: Readonly<Partial<Record<Trait, Profile>>> = {
  'act-none': (piece) => (isAct(piece) ? { state: 'none' } : undefined),
  'act-on-paper': (piece, elapsed) => {
    if (!isAct(piece) || elapsed >= DIGITISATION) return undefined;
    return elapsed === 0 ? { state: 'on-paper' } : { state: 'in-treatment' };
  },
  deceased: (piece) => (isAct(piece) ? undefined : byHand('personneDecedee')),
  down: (piece) => (piece === 'identite' ? undefined : down()),
  elsewhere: (piece) =>
    PIECES[piece].register === 'national' && piece !== 'identite' ? byHand('autreCommune') : undefined,
  foreign: (piece) => (piece === 'nationalite' ? byHand('autreNationalite') : undefined),
  'moves-away': (piece, elapsed) =>
    PIECES[piece].register === 'national' && elapsed >= MOVE ? byHand('autreCommune') : undefined,
  protected: (piece) => (piece === 'identite' ? undefined : byHand('adresseProtegee')),
  'record-failure': (piece) => (isRecord(piece) ? byHand('echec') : undefined),
  'record-in-treatment': (piece, elapsed) =>
    isRecord(piece) && elapsed < TREATMENT ? { state: 'in-treatment' } : undefined,
  'short-outage': (piece, elapsed) => (piece !== 'identite' && elapsed < OUTAGE ? down() : undefined),
};

/**
 * The registers of a demonstration: people who do not exist, each with an answer of their own (`simulated-people.ts`). It keeps
 * nothing: what takes days is counted from the first question of the case.
 */
export class SimulatedRegister extends Register {
  constructor(private readonly clock: Clock) {
    super();
  }

  async ask({ nationalNumber, piece, since }: Question): Promise<Answer> {
    const person = personOf(nationalNumber);
    if (!person) return { state: 'none' };
    const elapsed = Math.max(0, this.clock.now().getTime() - since.getTime());
    const particular = person.trait && PROFILES[person.trait]?.(piece, elapsed < MINUTE ? 0 : elapsed);
    if (particular) return particular;
    const said = person.trait === 'somebody-else' && piece !== 'identite' ? SIMULATED_PEOPLE[0]! : person;
    const known = { state: 'found' as const, nationalNumber: said.nationalNumber };
    if (PIECES[piece].register === 'national')
      return { ...known, facts: factsOf(said), children: childrenOf(said).map((child) => child.nationalNumber) };
    return { ...known, sealed: await sealedPdf(piece, said, this.clock.now()) };
  }

  digitise(): Promise<void> {
    return Promise.resolve();
  }
}

/** In the words of the templates. */
function factsOf(person: SimulatedPerson): Variables {
  const { givenName: prenom, familyName: nom, birthDate: dateNaissance, address: adresse, trait } = person;
  const householder = { nom, prenom, dateNaissance };
  const children = childrenOf(person).map((child) => ({
    nom: child.familyName,
    prenom: child.givenName,
    dateNaissance: child.birthDate,
  }));
  return {
    nom,
    prenom,
    dateNaissance,
    nationalite: trait === 'foreign' ? 'DE' : 'BE',
    adresse,
    depuis: '2019-03-27',
    historique: [
      { adresse: 'Grand-Place 1, 7500 Tournai', du: '2010-05-04', au: '2019-03-26' },
      { adresse, du: '2019-03-27', au: null },
    ],
    menage: [householder, ...children],
  };
}
