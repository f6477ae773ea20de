import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { type CscProvider, SEAL, startCscProvider } from '../../test/support/csc-provider.js';
import { temporaryFolder } from '../../test/support/folder.js';
import { pdfsig, pdfsigIsThere } from '../../test/support/pdfsig.js';
import { makePdf } from '../documents/make-pdf.js';
import { readMarkup } from '../documents/markup.js';
import { CscClient } from './csc-client.js';
import { prepare, sign } from './pdf-signing.js';
import type { SignatureToMake } from './prepare-pdf.js';
import { RemoteProvider } from './remote-provider.js';
import { type Level, NoSignature, type SignatureProvider, type Signer } from './signature-provider.js';
import { TestAuthority } from './test-authority.js';
import { TestProvider } from './test-provider.js';

const at = new Date('2026-11-23T10:00:00Z');
const mayor: Signer = { kind: 'person', accountId: '1', name: 'Marie Exemple', email: 'marie@example.org' };
const director: Signer = { kind: 'person', accountId: '2', name: 'Jean Exemple', email: 'jean@example.org' };

function place(position: number, before?: string): SignatureToMake {
  const words = { ...(before && { before }), by: 'Marie Exemple, bourgmestre', after: 'Signé le 23 novembre 2026' };
  return { position, at, name: 'Marie Exemple', reason: 'Signature', location: 'Tournai', words };
}

/** Asks a provider that is elsewhere until it has an answer. */
async function signed(
  provider: SignatureProvider,
  original: Buffer,
  wanted: SignatureToMake,
  who: Signer,
  level: Level,
) {
  const prepared = await prepare(original, wanted);
  const order = {
    key: `signature-${wanted.position}`,
    credential: await provider.credential(who, level),
    description: 'TRN/1',
    last: true,
  };
  let answer = await sign(provider, prepared, order);
  for (let times = 0; 'pending' in answer && times < 3; times++)
    answer = await sign(provider, prepared, order, answer.pending);
  return answer;
}

async function contentOf(answer: ReturnType<typeof signed>): Promise<Buffer> {
  const known = await answer;
  if (!('content' in known)) throw new Error(JSON.stringify(known));
  return known.content;
}

const found = pdfsigIsThere() ? describe : describe.skip;

describe('the signature of a document', () => {
  let original: Buffer;
  let beffroi: TestProgram;
  let test: TestProvider;
  beforeAll(async () => {
    original = await makePdf({
      title: 'Certificat',
      lang: 'fr-BE',
      author: 'Ville',
      issuedAt: at,
      letterhead: { town: 'Ville', department: 'Population', lines: ['Rue 1'], number: 'N° 1' },
      body: readMarkup('<h1>Certificat</h1><p>Bonjour</p>'),
      closing: { issuer: 'Pour la Ville', remark: 'Signé.', seal: 'VILLE • ' },
      panel: {
        scanned: 'https://example.org',
        code: '0',
        heading: 'V',
        instruction: 'S',
        codeLabel: 'C',
        footer: 'F',
        qrAlt: 'Q',
      },
    });
    beffroi = await startBeffroi();
    test = beffroi.get(TestProvider);
  });
  afterAll(() => beffroi.stop());

  it('is added at the end: nothing that was there is touched', async () => {
    const content = await contentOf(signed(test, original, place(1), mayor, 'advanced'));
    expect(content.subarray(0, original.length).equals(original)).toBe(true);
    expect(content.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached');
  });

  it('keeps its keys in the database, sealed, and the same after a restart', async () => {
    const { chain } = await test.credential(mayor);
    const { rows } = await beffroi.database.query<{ id: string; key: string }>(
      `SELECT id, encode(private_key, 'hex') AS key FROM signing_key ORDER BY id`,
    );
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(['1', 'authority']));
    // a PKCS#8 key in the clear begins so
    for (const { key } of rows) expect(key).not.toContain('300d06092a864886f70d0101010500');
    const again = await startBeffroi({ database: beffroi.database, env: { DATABASE_URL: beffroi.database.url } });
    try {
      expect((await again.get(TestProvider).credential(mayor)).chain).toEqual(chain);
    } finally {
      await again.stop();
    }
  });

  found('pdfsig', () => {
    it('finds the seal of the town, valid, over the whole file, and made by something that says TEST', async () => {
      const content = await contentOf(
        signed(test, original, { ...place(1), words: undefined }, { kind: 'town' }, 'seal'),
      );
      expect(pdfsig(content)).toEqual([
        {
          field: 'Signature1',
          signer: 'TEST Sceau de la Ville',
          type: 'ETSI.CAdES.detached',
          valid: true,
          whole: true,
        },
      ]);
    });

    it('finds two signatures one after the other, both valid', async () => {
      const first = await contentOf(signed(test, original, place(1), mayor, 'advanced'));
      const before = 'Par délégation de la bourgmestre (acte 2026/12)';
      const second = await contentOf(signed(test, first, place(2, before), director, 'advanced'));
      expect(second.subarray(0, first.length).equals(first)).toBe(true);
      expect(pdfsig(second)).toMatchObject([
        { field: 'Signature1', signer: 'TEST Marie Exemple', valid: true, whole: true },
        { field: 'Signature2', signer: 'TEST Jean Exemple', valid: true, whole: true },
      ]);
    });

    it('sees when a single byte was changed, and when something was added', async () => {
      const content = await contentOf(signed(test, original, place(1), mayor, 'advanced'));
      const changed = Buffer.from(content);
      const somewhere = content.indexOf('/Title');
      changed[somewhere + 12]! ^= 1;
      expect(pdfsig(changed)).toMatchObject([{ valid: false }]);
      expect(pdfsig(Buffer.concat([content, Buffer.from('%more\n')]))).toMatchObject([{ whole: false }]);
    });

    it('has the words of a delegation before the name', async () => {
      const before = 'Par délégation de la bourgmestre (acte 2026/12)';
      const content = await contentOf(signed(test, original, place(1, before), director, 'advanced'));
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'signed.pdf'), content);
      const { stdout } = spawnSync('pdftotext', [join(folder, 'signed.pdf'), '-'], { encoding: 'utf8' });
      rmSync(folder, { recursive: true });
      expect(stdout.indexOf('Par délégation')).toBeGreaterThan(-1);
      expect(stdout.indexOf('Par délégation')).toBeLessThan(stdout.indexOf('Marie Exemple, bourgmestre'));
    });

    it('is read by OpenSSL as CAdES, with the certificate that signed and a time-stamp', async () => {
      const content = await contentOf(signed(test, original, place(1), mayor, 'advanced'));
      const folder = temporaryFolder();
      const numbers = /\/ByteRange \[\s*0 (\d+) (\d+) (\d+)/.exec(content.toString('latin1'))!.map(Number);
      const [, from = 0, to = 0, rest = 0] = numbers;
      const padded = Buffer.from(content.subarray(from + 1, to - 1).toString('latin1'), 'hex');
      const cms = padded.subarray(0, 4 + padded.readUInt16BE(2));
      writeFileSync(join(folder, 'cms'), cms);
      writeFileSync(
        join(folder, 'content'),
        Buffer.concat([content.subarray(0, from), content.subarray(to, to + rest)]),
      );
      const root = (await beffroi.get(TestAuthority).root()).toString('base64');
      writeFileSync(join(folder, 'root.pem'), `-----BEGIN CERTIFICATE-----\n${root}\n-----END CERTIFICATE-----\n`);
      const day = String(Math.floor(beffroi.clock.now().getTime() / 1_000));
      const verdict = spawnSync(
        'openssl',
        // prettier-ignore
        ['cms', '-verify', '-cades', '-inform', 'der', '-binary', '-purpose', 'any', '-attime', day, '-in', 'cms', '-content', 'content', '-CAfile', 'root.pem', '-out', 'out'],
        { cwd: folder, encoding: 'utf8' },
      );
      rmSync(folder, { recursive: true });
      expect(verdict.stderr).toMatch(/CAdES Verification successful/i);
      // id-aa-timeStampToken
      expect(cms.toString('hex')).toContain('060b2a864886f70d010910020e');
    });
  });

  describe('by a provider elsewhere', () => {
    let csc: CscProvider;
    let remote: RemoteProvider;
    beforeAll(async () => {
      csc = await startCscProvider();
      remote = new RemoteProvider(
        new CscClient({ url: csc.url, clientId: 'beffroi', clientSecret: 'secret' }, beffroi.clock),
        SEAL,
      );
    });
    afterAll(() => csc.stop());

    it('is asked of the person first; the provider is told digests, never the document', async () => {
      const content = await contentOf(signed(remote, original, place(1), mayor, 'qualified'));
      expect(csc.signed).toMatchObject([{ key: 'signature-1', credential: 'marie@example.org' }]);
      expect(Buffer.from(csc.signed[0]!.hash, 'base64')).toHaveLength(32);
      if (pdfsigIsThere())
        expect(pdfsig(content)).toMatchObject([{ signer: 'marie@example.org', valid: true, whole: true }]);
    });

    it('seals without asking anybody', async () => {
      const wanted = { ...place(1), words: undefined };
      const answer = await sign(remote, await prepare(original, wanted), {
        key: 'seal',
        credential: await remote.credential({ kind: 'town' }, 'seal'),
        description: 'TRN/1',
      });
      expect(answer).toHaveProperty('content');
    });

    it('does not come when the person says no, or does not answer', async () => {
      csc.answers('jean@example.org', 'decline');
      expect(await signed(remote, original, place(1), director, 'qualified')).toEqual({ refused: 'declined' });
      csc.answers('jean@example.org', 'expire');
      expect(await signed(remote, original, place(1), director, 'qualified')).toEqual({ refused: 'expired' });
      csc.answers('jean@example.org', 'silent');
      expect(await signed(remote, original, place(1), director, 'qualified')).toHaveProperty('pending');
    });

    it('cannot come when the provider has no key, and may come later when it is down', async () => {
      csc.answers('jean@example.org', 'no-key');
      await expect(remote.credential(director, 'qualified')).rejects.toThrow(NoSignature);
      csc.fails(1);
      const failure = remote.credential(mayor, 'qualified');
      await expect(failure).rejects.toThrow('503');
      await expect(failure).rejects.not.toBeInstanceOf(NoSignature);
    });
  });
});
