/** Length is what makes a password hard to guess; and it is not what everybody would try first. */
export const SHORTEST_PASSWORD = 12;

const FEWEST_DIFFERENT = 5;

export type PasswordFault = 'short' | 'guessable';

/** What is wrong with a password of somebody with this address and name; nothing when it may be used. */
export function faultOf(
  password: string,
  owner: { readonly email: string; readonly name: string },
): PasswordFault | undefined {
  const letters = [...password.toLowerCase()];
  if (letters.length < SHORTEST_PASSWORD) return 'short';
  if (new Set(letters).size < FEWEST_DIFFERENT || isOneStep(letters)) return 'guessable';
  const own = [owner.email, owner.email.split('@')[0]!, owner.name.replaceAll(/\s/g, '')];
  const bare = password.toLowerCase().replaceAll(/\s/g, '');
  return own.some((known) => known.length >= SHORTEST_PASSWORD / 2 && isMostly(bare, known.toLowerCase()))
    ? 'guessable'
    : undefined;
}

/** `abcdefghijkl`, `987654321098` */
function isOneStep(letters: readonly string[]): boolean {
  const steps = letters.slice(1).map((letter, index) => letter.codePointAt(0)! - letters[index]!.codePointAt(0)!);
  return [1, -1].some((step) => steps.filter((one) => one === step).length >= steps.length - 1);
}

/** The word, with a few letters around it. */
function isMostly(password: string, word: string): boolean {
  return password.includes(word) && password.length - word.length < SHORTEST_PASSWORD / 2;
}
