import type { Format } from './format.js';

/** An e-mail address. The domain is kept in small letters; what stands before the @ is the provider's business. */
export const email: Format = {
  normalise(text) {
    const match = /^([^\s@<>"(),;:\\[\]]{1,64})@([^\s@]{1,255})$/.exec(text.replace(/^mailto:/i, ''));
    const domain = match?.[2]?.toLowerCase();
    if (!match?.[1] || !domain || !/^([\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}]{2,}$/u.test(domain))
      return undefined;
    if (match[1].startsWith('.') || match[1].endsWith('.') || match[1].includes('..')) return undefined;
    return `${match[1]}@${domain}`;
  },
  show: (value) => value,
  type: 'email',
  inputmode: 'email',
  autocomplete: 'email',
};
