import { join } from 'node:path';
import { root } from '../config.js';
import { Texts } from '../procedures/texts.js';

/** Sentences of receipts and invitations: `src/payments/texts/<lang>.yaml`. */
export const paymentTexts = Texts.load(join(root, 'src/payments/texts'));
