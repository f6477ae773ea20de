import { join } from 'node:path';
import { root } from '../../config.js';
import type { Text } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';
import { Texts } from '../../procedures/texts.js';

/** Every sentence of the portals: `texts/<lang>.yaml` and those of its sub-folders. */
export const texts = Texts.load(join(root, 'src/portals/texts'));

/** The portal's sentences in one language. */
export function textIn(lang: Lang): Text {
  return (key, params) => texts.text(lang, key, params);
}
