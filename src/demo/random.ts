/** Numbers that look random and are the same for the same seed: 32 bits of state (xorshift), from 0 up to 1. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0 || 1;
  }

  next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) / 2 ** 32;
  }

  /** From 0 up to `end`, which is not reached. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  pick<One>(all: readonly One[]): One {
    return all[this.below(all.length)]!;
  }
}
