/** The values of a statement, in the order of their `$n`. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Its place in the statement. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
