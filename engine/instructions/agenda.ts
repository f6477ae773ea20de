import type { Occurrence } from '../model/compiled-process.js';

interface Entry<Token> {
  readonly token: Token;
  readonly event: Occurrence;
}

/** What has happened to tokens and is not yet dealt with: first in, first out, however long it grows. */
export class Agenda<Token> {
  private entries: Entry<Token>[] = [];
  private first = 0;

  add(entry: Entry<Token>): void {
    this.entries.push(entry);
  }

  addFirst(entry: Entry<Token>): void {
    if (this.first > 0) this.entries[--this.first] = entry;
    else this.entries.unshift(entry);
  }

  get isEmpty(): boolean {
    return this.first >= this.entries.length;
  }

  next(): Entry<Token> | undefined {
    const entry = this.entries[this.first];
    if (entry) this.first += 1;
    else [this.entries, this.first] = [[], 0];
    return entry;
  }
}
