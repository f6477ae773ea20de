import type { Instant } from '../model/variables.js';

/** Something that will happen at a moment of the virtual clock. */
export interface Due {
  readonly at: Instant;
  readonly fire: () => void;
}

/** What is due, in order of its moment, then of its making. */
export class Timeline {
  private readonly entries: Due[] = [];

  add(entry: Due): void {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.entries[middle]!.at <= entry.at) low = middle + 1;
      else high = middle;
    }
    this.entries.splice(low, 0, entry);
  }

  remove(entry: Due): void {
    const index = this.entries.indexOf(entry);
    if (index >= 0) this.entries.splice(index, 1);
  }

  /** Takes the next entry that is due by then. */
  take(until: Instant): Due | undefined {
    const [first] = this.entries;
    return first && first.at <= until ? this.entries.shift() : undefined;
  }
}
