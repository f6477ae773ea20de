/** Something in a version of a procedure that has a name of its own: a task, a question, a rule, a sentence. */
export interface Part {
  /** File of the folder. */
  readonly file: string;
  /** What it is, as a sentence begins with it: `User task`. */
  readonly kind: string;
  /** Unique among the parts of its file. */
  readonly id: string;
  readonly name?: string;
  /** What is said of it, in words; absent what is not said. */
  readonly facts: { readonly [what: string]: string | undefined };
}
