/** Where an element begins in the file, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What may stand between two start tags and look like one, then a start tag itself. */
const next = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|(<[A-Za-z_:](?:[^"'>]|"[^"]*"|'[^']*')*>)/g;
const lineBreak = /\r\n?|\n/g;

/**
 * The places of the start tags of a file, one after another. The parser could say them, too, but counts the lines from the
 * beginning each time: for a large file that takes hours.
 */
export function* startTags(text: string): Generator<Place, undefined> {
  const tags = new RegExp(next);
  const breaks = new RegExp(lineBreak);
  let line = 1;
  let startOfLine = 0;
  let upcoming = breaks.exec(text);
  for (let found = tags.exec(text); found; found = tags.exec(text)) {
    if (found[1] === undefined) continue;
    while (upcoming && upcoming.index < found.index) {
      line += 1;
      startOfLine = upcoming.index + upcoming[0].length;
      upcoming = breaks.exec(text);
    }
    yield { line, column: found.index - startOfLine + 1 };
  }
}
