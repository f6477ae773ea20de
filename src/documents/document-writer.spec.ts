import { expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { pdfWords } from '../../test/support/pdf-pages.js';
import { pdfsigIsThere } from '../../test/support/pdfsig.js';
import { Secrets } from '../access/secrets.js';
import type { Config } from '../config.js';
import type { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { CopySeal } from './copy-seal.js';
import { DocumentWriter } from './document-writer.js';

const paper = { name: 'minutes', title: 'Procès-verbal', department: 'Collège', issuer: 'Le secrétariat', body: [] };

/** What stands on a paper of a town with this setting. */
async function wordsWith(demo: boolean): Promise<string> {
  const config = { demo, publicUrl: 'https://town.example', signatures: 'test', secret: 'of tests' } as Config;
  const seal = new CopySeal(new Secrets(config));
  const writer = new DocumentWriter({} as DataSource, config, {} as ProcedureCatalogue, seal);
  const about = { number: 'PV-2026-1/1', verificationCode: 'YRTEJTR30T5KJNRX', issuedAt: new Date('2026-03-02') };
  return pdfWords((await writer.write({ paper, ...about })).content);
}

(pdfsigIsThere() ? it : it.skip)(
  'a document is one of a demonstration where the setting says so, and nowhere else',
  async () => {
    expect(await wordsWith(true)).toMatch(/Document de démonstration, sans valeur juridique/);
    const real = await wordsWith(false);
    expect(real).not.toMatch(/démonstration/i);
    expect(real).toContain('Copie imprimée d’un original électronique.');
  },
);
