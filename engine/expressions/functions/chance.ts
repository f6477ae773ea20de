import { type Moment } from '../moment.js';
import { type LibraryFunctions } from './library-function.js';

/**
 * The engine is deterministic: what looks random follows from the instant, the seed of the evaluation (the element
 * instance) and how many were drawn before. The same step replayed gives the same numbers.
 */
export const chance: LibraryFunctions = {
  'random number': { parameters: [], call: (moment) => draw(moment) / 2 ** 32 },
  uuid: {
    parameters: [],
    call: (moment) => {
      const hex = [1, 2, 3, 4].map(() => draw(moment).toString(16).padStart(8, '0')).join('');
      const variant = '89ab'[parseInt(hex.charAt(16), 16) % 4];
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  },
};

/** The next 32 bits (FNV-1a of what identifies the draw, then the finaliser of MurmurHash3). */
function draw(moment: Moment): number {
  moment.drawn += 1;
  let hash = 2166136261;
  for (const character of `${moment.seed}|${moment.now}|${moment.drawn}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
