import { email } from './email.js';
import type { Format } from './format.js';
import { iban } from './iban.js';
import { niss } from './niss.js';
import { phone } from './phone.js';
import { postalCode } from './postal-code.js';

/** The table: `commune:format` -> how it is read and shown. */
export const formats: { readonly [name: string]: Format } = { niss, email, phone, 'postal-code': postalCode, iban };
