import { join } from 'node:path';
import { root } from '../config.js';
import { Texts } from '../procedures/texts.js';

/** What text messages say that no procedure writes. */
export const smsTexts = Texts.load(join(root, 'src/notifications/texts'));
