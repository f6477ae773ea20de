import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PDFDocument } from '@cantoo/pdf-lib';
import { type Known, statusAnswer } from './certificate-status.js';
import { type KeyWithCertificate, makeCertificate, signWithKey } from './certificates.js';
import { prepare, sign } from './pdf-signing.js';
import type { SignatureToMake } from './prepare-pdf.js';
import { makeRevocationList } from './revocation-list.js';
import {
  type Answer,
  type Credential,
  NoSignature,
  type SignatureOrder,
  SignatureProvider,
} from './signature-provider.js';
import { timeStamp } from './time-stamp.js';
import { verifyPdf } from './verify-pdf.js';

const now = new Date('2026-11-23T10:00:00Z');
const until = new Date('2026-11-24T10:00:00Z');
const status = { list: 'https://authority.example.org/list.crl', ask: 'https://authority.example.org/ocsp' };

/** An authority in memory that can be told what it says. */
class Authority extends SignatureProvider {
  readonly kind = 'remote';
  readonly root: KeyWithCertificate;
  readonly signer: KeyWithCertificate;
  readonly time: KeyWithCertificate;
  says: 'answers' | 'lists' | 'nothing' = 'answers';
  known: Known = 'good';
  stamps = true;

  constructor(at = now) {
    super();
    const organisation = 'Authority of tests';
    this.root = makeCertificate({ commonName: 'Root', organisation, purpose: 'authority', now: at });
    const vouched = { organisation, now: at, issuer: this.root, status };
    this.signer = makeCertificate({ ...vouched, commonName: 'Marie Exemple', purpose: 'signature' });
    this.time = makeCertificate({ ...vouched, commonName: 'Time', purpose: 'time-stamp' });
  }

  get own(): Credential {
    return { id: '1', chain: [this.signer.certificate, this.root.certificate] };
  }

  credential = (): Promise<Credential> => Promise.resolve(this.own);
  sign = ({ attributes }: SignatureOrder): Promise<Answer> =>
    Promise.resolve({ signature: signWithKey(this.signer.privateKey, attributes) });
  timeStamp = (digest: Buffer): Promise<Buffer | undefined> =>
    Promise.resolve(
      this.stamps ? timeStamp(digest, { at: now, authority: this.time, chain: [this.root.certificate] }) : undefined,
    );
  readonly status = {
    ask: (_address: string, request: Buffer): Promise<Buffer> =>
      this.says === 'answers'
        ? statusAnswer(request, this.root, { at: now, until, known: () => Promise.resolve(this.known) })
        : Promise.reject(new Error('no answer')),
    list: (): Promise<Buffer> =>
      this.says === 'lists'
        ? Promise.resolve(makeRevocationList({ revoked: [], at: now, until }, this.root))
        : Promise.reject(new Error('no list')),
  };
}

const words: SignatureToMake = {
  position: 1,
  at: now,
  name: 'Marie Exemple',
  reason: 'Signature',
  location: 'Tournai',
};

describe('the verification of a signed file', () => {
  let original: Buffer;
  let by: Authority;
  beforeAll(async () => {
    by = new Authority();
    const pdf = await PDFDocument.create();
    pdf.addPage().drawText('Bonjour');
    original = Buffer.from(await pdf.save({ useObjectStreams: false }));
  });

  beforeEach(() => void Object.assign(by, { says: 'answers', known: 'good', stamps: true }));

  async function signed(who: Authority, { from = original, position = 1, last = true } = {}): Promise<Buffer> {
    const prepared = await prepare(from, { ...words, position });
    const answer = await sign(who, prepared, { key: `${position}`, credential: who.own, description: 'x', last });
    if (!('content' in answer)) throw new Error(JSON.stringify(answer));
    return answer.content;
  }
  const verified = async (content: Buffer, who: Authority) =>
    (await verifyPdf(content, [who.root.certificate], now)).signatures.map(({ level, problems }) => ({
      level,
      problems,
    }));

  it('finds no signature in a file without any', async () => {
    expect(await verifyPdf(original, [], now)).toEqual({ signatures: [], unknown: 0, changedLater: false });
  });

  it('says B-B without time, B-T without evidence, B-LT with it, and B-LTA when the time seals the evidence', async () => {
    expect(await verified(await signed(by), by)).toEqual([
      { level: 'B-LTA', problems: [] },
      { level: undefined, problems: [] },
    ]);
    expect(await verified(await signed(by, { last: false }), by)).toEqual([{ level: 'B-LT', problems: [] }]);
    by.says = 'lists';
    expect(await verified(await signed(by, { last: false }), by)).toEqual([{ level: 'B-LT', problems: [] }]);
    by.says = 'nothing';
    expect(await verified(await signed(by), by)).toEqual([{ level: 'B-T', problems: [] }]);
    by.stamps = false;
    expect(await verified(await signed(by), by)).toEqual([{ level: 'B-B', problems: [] }]);
  });

  it('reads two signatures, one after the other, and finds nothing else changed', async () => {
    const first = await signed(by, { last: false });
    const second = await signed(by, { from: first, position: 2 });
    expect(second.subarray(0, first.length).equals(first)).toBe(true);
    expect(await verifyPdf(second, [by.root.certificate], now)).toMatchObject({
      signatures: [
        { field: 'Signature1', signer: 'Marie Exemple', root: 'Root', level: 'B-LTA', at: now, problems: [] },
        { field: 'Signature2', level: 'B-LTA', problems: [] },
        { kind: 'time-stamp', signer: 'Time', problems: [] },
      ],
      unknown: 0,
      changedLater: false,
    });
  });

  it('does not sign with a certificate that was taken back', async () => {
    by.known = { revokedAt: new Date('2026-11-01T00:00:00Z') };
    await expect(signed(by)).rejects.toThrow(NoSignature);
    await expect(signed(by)).rejects.toThrow('was revoked');
  });

  it('sees every single byte that was changed in what was signed', async () => {
    const content = await signed(by);
    const end = content.indexOf('/Contents <');
    for (let at = 20; at < end; at += Math.floor(end / 12)) {
      const changed = Buffer.from(content);
      changed[at]! ^= 1;
      const [first] = await verified(changed, by).catch(() => [{ problems: ['unreadable'] }]);
      expect({ at, problems: first?.problems ?? ['gone'] }).not.toEqual({ at, problems: [] });
    }
  });

  it('sees what was added after the signature, be it a text or another field', async () => {
    const content = await signed(by);
    const pdf = await PDFDocument.load(content, { forIncrementalUpdate: true, updateMetadata: false });
    pdf.getPage(0).drawText('Au revoir');
    const added = Buffer.from(await pdf.commit({ useObjectStreams: false }));
    expect(await verifyPdf(added, [by.root.certificate], now)).toMatchObject({ changedLater: true });
    expect(await verifyPdf(content, [by.root.certificate], now)).toMatchObject({ changedLater: false });
  });

  it('says whose certificate is of an authority that nobody trusts, and which had ended', async () => {
    const content = await signed(by);
    expect(await verified(content, new Authority())).toMatchObject([
      { problems: ['untrusted'] },
      { problems: ['untrusted'] },
    ]);
    const old = new Authority(new Date('2019-01-01T00:00:00Z'));
    expect(await verified(await signed(old), old)).toMatchObject([
      { problems: ['expired'] },
      { problems: ['expired'] },
    ]);
  });
});
