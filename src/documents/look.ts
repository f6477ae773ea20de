import { join } from 'node:path';
import { root } from '../config.js';

const folder = join(root, 'src/documents/fonts');

/** Fonts, under the Open Font License; they are embedded, in the part that is used. */
export const FONTS = {
  text: join(folder, 'source-serif-4-regular.ttf'),
  strong: join(folder, 'source-serif-4-semibold.ttf'),
  italic: join(folder, 'source-serif-4-italic.ttf'),
  small: join(folder, 'public-sans-regular.ttf'),
  smallStrong: join(folder, 'public-sans-semibold.ttf'),
} as const;

export const INK = '#1c2430';
export const GREY = '#55606e';
export const LINE = '#c9c1b1';
/** The town's colour. */
export const ACCENT = '#7a1f2b';

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** Room for the letterhead above (first page), the verification panel below. */
export const MARGIN = { left: 71, right: 71, top: 162, topAfterFirst: 92, bottom: 134, bottomAfterFirst: 70 } as const;
export const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right;

/** The box of one signature; two beside each other, two rows, above the verification panel. */
export const SIGNATURE = { width: 218, height: 52, gap: 6, bottom: 140 } as const;
/** Room for them above the bottom margin of the page. */
export const SIGNATURES_HEIGHT = 2 * (SIGNATURE.height + SIGNATURE.gap) + SIGNATURE.bottom - MARGIN.bottomAfterFirst;
