import type { Occurrence } from '../model/compiled-process.js';
import type { Token } from './draft.js';

interface Entry {
  readonly token: Token;
  readonly event: Occurrence;
}

/** What has happened to tokens and is not yet dealt with: first in, first out, however long it grows. */
export class Agenda {
  private entries: Entry[] = [];
  private first = 0;

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  addFirst(entry: Entry): void {
    if (this.first > 0) this.entries[--this.first] = entry;
    else this.entries.unshift(entry);
  }

  next(): Entry | undefined {
    const entry = this.entries[this.first];
    if (entry) this.first += 1;
    else [this.entries, this.first] = [[], 0];
    return entry;
  }
}
