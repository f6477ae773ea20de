import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type CopyFacts, copyKeyFrom, publishedKey, readCopy, sealCopy } from './printed-copy.js';

const key = copyKeyFrom(randomBytes(32));
const keys = [publishedKey(key)];
const facts: CopyFacts = {
  code: '0123456789ABCDEF',
  number: 'TRN-2026-000123/1',
  title: 'Certificat de résidence',
  issuedOn: '2026-11-23',
  expiresOn: '2027-02-23',
  initials: 'A. E.',
  birthYear: '1985',
};

describe('what a printed copy says of itself', () => {
  it('is read back from the whole address, and from its end alone', () => {
    const sealed = sealCopy(facts, key);
    expect(readCopy(`https://example.org/verify/0123456789ABCDEF#${sealed}`, keys)).toEqual({ facts });
    expect(readCopy(` ${sealed}\n`, keys)).toEqual({ facts });
  });

  it('has no more than there is to say', () => {
    const { code, number, title, issuedOn } = facts;
    const few = { code, number, title, issuedOn, initials: '' };
    expect(readCopy(sealCopy(few, key), keys)).toEqual({ facts: few });
    expect(sealCopy(few, key).length).toBeLessThan(280);
  });

  it('is the same from the same seed: a restored town seals as before', () => {
    const seed = randomBytes(32);
    expect(publishedKey(copyKeyFrom(seed))).toEqual(publishedKey(copyKeyFrom(seed)));
  });

  it('is not believed when a single letter is another one', () => {
    const sealed = sealCopy(facts, key);
    const [head, body = '', signature] = sealed.split('.');
    const other = Buffer.from(Buffer.from(body, 'base64url').toString().replace('1985', '1986')).toString('base64url');
    expect(readCopy([head, other, signature].join('.'), keys)).toEqual({ problem: 'forged' });
    expect(readCopy(sealed.slice(0, -4), keys)).toEqual({ problem: 'forged' });
  });

  it('is not believed of others, and not without any signature', () => {
    expect(readCopy(sealCopy(facts, copyKeyFrom(randomBytes(32))), keys)).toEqual({ problem: 'unknown-key' });
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    for (const text of ['', 'https://example.org/verify/0123', 'a.b.c', none, `${sealCopy(facts, key)}.x`])
      expect(readCopy(text, keys)).toEqual({ problem: 'unreadable' });
  });
});
