import { describe, expect, it } from '@jest/globals';
import { search } from './search.js';

const residence = {
  title: 'Certificat de résidence',
  keywords: ['preuve d’adresse', 'certificat de domicile', 'déménagement'],
  text: 'Un certificat qui atteste votre adresse.',
};
const marriage = {
  title: 'Acte de mariage',
  keywords: ['noces'],
  text: 'La copie d’un acte, pour un certificat de vie.',
};
const parking = { title: 'Emplacement de stationnement', keywords: ['parking', 'handicap'], text: 'Devant chez vous.' };
const all = [marriage, parking, residence];

describe('search', () => {
  it.each([
    ['residence', 'no accent'],
    ['Résidances', 'a typing error and a plural'],
    ['certifcat de domicile', 'a letter left out, a keyword'],
    ['domicille', 'a letter too many'],
    ['adrese', 'a letter left out'],
    ['demenager', 'another ending'],
    ['je veux une preuve d’adresse', 'a whole sentence'],
  ])('finds the certificate of residence by « %s » (%s)', (query) => {
    expect(search(all, query)[0]).toBe(residence);
  });

  it('puts a title before a keyword before a text', () => {
    expect(search(all, 'certificat')).toEqual([residence, marriage]);
  });

  it('shows everything for no question, nothing for what is not there', () => {
    expect(search(all, '  ')).toEqual(all);
    expect(search(all, 'de la')).toEqual(all);
    expect(search(all, 'piscine')).toEqual([]);
    expect(search(all, 'xy')).toEqual([]);
  });
});
