import { describe, expect, it } from '@jest/globals';
import { readMarkup } from './markup.js';

describe('the markup of a document', () => {
  it('is read into blocks', () => {
    expect(
      readMarkup(
        '<h1> Certificat\n de  résidence </h1><hr><p>Oui <strong>fort</strong><br> ici</p><footer>fin</footer>',
      ),
    ).toEqual([
      { type: 'heading', level: 1, runs: [{ text: 'Certificat de résidence' }] },
      { type: 'rule' },
      { type: 'paragraph', runs: [{ text: 'Oui ' }, { text: 'fort', bold: true }, { text: '\n' }, { text: 'ici' }] },
      { type: 'note', runs: [{ text: 'fin' }] },
    ]);
  });

  it('knows facts, lists and tables', () => {
    const html =
      '<dl><dt>Nom</dt><dd>A</dd></dl><ol><li>un</li></ol><table><tbody><tr><th>a</th><td><em>b</em></td></tr></tbody></table>';
    expect(readMarkup(html)).toEqual([
      { type: 'facts', facts: [{ term: [{ text: 'Nom' }], value: [{ text: 'A' }] }] },
      { type: 'list', ordered: true, items: [[{ text: 'un' }]] },
      {
        type: 'table',
        rows: [
          [
            { header: true, runs: [{ text: 'a' }] },
            { header: false, runs: [{ text: 'b', italic: true }] },
          ],
        ],
      },
    ]);
  });

  it('reads entities as characters', () => {
    expect(readMarkup('<p>A &amp; B &lt;c&gt;</p>')).toEqual([{ type: 'paragraph', runs: [{ text: 'A & B <c>' }] }]);
  });

  it.each(['<img src=x>', '<p><script>1</script></p>', 'loose', '<ul><p>x</p></ul>', '<dl><dt>x</dt></dl>'])(
    'refuses %s',
    (html) => {
      expect(() => readMarkup(html)).toThrow();
    },
  );
});
