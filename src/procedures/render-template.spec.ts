import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readProcedure } from './read-procedure.js';
import { renderDocument, renderMessage } from './render-template.js';

const { procedure } = readProcedure(join(import.meta.dirname, '../../procedures/certificat-de-residence'));
const dossier = {
  reference: 'TRN-2026-000001',
  submittedAt: '2026-03-01T23:30:00Z',
  procedure: 'certificat-de-residence',
};
const applicant = { name: 'Alice Exemple' };
const url = 'https://portal.example.org';

function message(name: string, lang: 'fr' | 'nl' | 'de' | 'en', variables = {}) {
  return renderMessage(procedure!, name, lang, { dossier, applicant, ...variables }, url);
}

describe('messages', () => {
  it('have a subject, a text and HTML in the language of the dossier', () => {
    const { subject, text, html } = message('accuse-de-reception', 'nl', { trackingCode: 'CNPHNTFB' });
    expect(subject).toBe('Wij hebben uw aanvraag TRN-2026-000001 ontvangen');
    expect(text).toContain('Volgcode: CNPHNTFB');
    expect(html).toContain('<strong>CNPHNTFB</strong>');
    expect(html).toContain(`<a href="${url}/suivi">`);
    expect(text).toContain(`${url}/suivi`);
  });

  it('write dates as the town does, on the day it is there', () => {
    expect(message('refus', 'fr', { motifsRefus: [], motivationRefus: '' }).text).toContain('du 2 mars 2026');
    expect(message('refus', 'de', { motifsRefus: [], motivationRefus: '' }).text).toContain('vom 2. März 2026');
  });

  it('show what people typed, and never obey it', () => {
    const typed = '<script>x</script> [click](http://evil.example) **bold** {{ 7 * 7 }} http://evil.example\n# title';
    const variables = { piecesManquantes: ['autre'], messageComplement: typed, echeanceComplement: '2026-03-17' };
    const { text, html } = message('demande-de-complement', 'fr', variables);
    expect(html).not.toMatch(/<script|href="http:\/\/evil|<strong>bold|<h1|49/);
    expect(html).toContain('&lt;script&gt;');
    expect(text).toContain('[click](http://evil.example) **bold** {{ 7 * 7 }}');
  });
});

describe('documents', () => {
  it('are simple HTML with everything typed escaped', () => {
    const html = renderDocument(procedure!, 'certificat', 'fr', {
      dossier,
      applicant,
      pourQui: 'moi',
      nom: 'Exemple <b>',
      prenom: 'Alice',
      niss: '85073003328',
      variante: 'historique',
      historiqueAdresses: 'Rue Royale 12\nQuai des Salines 4',
      motif: 'emploi',
      issuedAt: '2026-03-01T09:00:00Z',
    });
    expect(html).toContain('Exemple &lt;b&gt; Alice');
    expect(html).not.toContain('033.28');
    expect(html.match(/<li>/g)).toHaveLength(2);
    expect(html).toContain('La recherche d’un emploi');
    expect(html).toContain('1er mars 2026');
  });
});
