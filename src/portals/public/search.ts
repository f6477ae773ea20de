/** What can be found: words by how much they say about the thing. */
export interface Findable {
  readonly title: string;
  readonly keywords: readonly string[];
  readonly text: string;
}

const WEIGHTS = { title: 4, keywords: 3, text: 1 } as const;

/** Words that say nothing: French, Dutch, German, English. */
const EMPTY = new Set(
  'a au aux avec ce ces d de des du en et la le les l mes mon ma un une pour sur je veux faire demande demander een het van voor mijn ik der die das ein eine fur ich mein the an of for my i to'.split(
    ' ',
  ),
);

/** The things that answer a query, best first. Accents, endings and small typing errors do not matter. */
export function search<Thing extends Findable>(things: readonly Thing[], query: string): Thing[] {
  const wanted = words(query).filter((word) => !EMPTY.has(word));
  if (wanted.length === 0) return [...things];
  return things
    .map((thing) => ({ thing, score: score(thing, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ thing }) => thing);
}

/** The sum over the wanted words of their best place; zero when fewer than half of them are found. */
function score({ title, keywords, text }: Findable, wanted: readonly string[]): number {
  const places = [
    { weight: WEIGHTS.title, words: words(title) },
    { weight: WEIGHTS.keywords, words: keywords.flatMap(words) },
    { weight: WEIGHTS.text, words: words(text) },
  ];
  const scores = wanted.map((word) =>
    Math.max(
      ...places.map((place) => place.weight * Math.max(0, ...place.words.map((found) => likeness(word, found)))),
    ),
  );
  const found = scores.filter((one) => one > 0).length;
  return found * 2 < wanted.length ? 0 : scores.reduce((sum, one) => sum + one, 0);
}

/** 1 for the same word, less for its beginning, its middle, or a word one or two typing errors away; else 0. */
function likeness(word: string, found: string): number {
  if (word === found) return 1;
  if (word.length >= 3 && found.startsWith(word)) return 0.8;
  if (word.length >= 5 && found.includes(word)) return 0.6;
  const allowed = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
  if (allowed === 0) return 0;
  // a plural or an unfinished word may also be mistyped: compare with as much of the found word
  const beginning = found.slice(0, word.length);
  return distance(word, found) <= allowed || (word.length >= 5 && distance(word, beginning) <= 1) ? 0.5 : 0;
}

function words(text: string): string[] {
  return plain(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Small letters without accents. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/ß/g, 'ss');
}

/** Letters added, left out, changed or swapped with their neighbour (Damerau and Levenshtein). */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      let least = Math.min(
        rows[row - 1]![column]! + 1,
        rows[row]![column - 1]! + 1,
        rows[row - 1]![column - 1]! + same,
      );
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) least = Math.min(least, rows[row - 2]![column - 2]! + 1);
      rows[row]!.push(least);
    }
  }
  return rows[one.length]![other.length]!;
}
