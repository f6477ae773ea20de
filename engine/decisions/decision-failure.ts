/** Ends the evaluation of a decision: thrown inside this folder only, `evaluateDecision` gives it back as a value. */
export class DecisionFailure extends Error {
  override readonly name = 'DecisionFailure';
}

/** Runs a part of a decision; a failure in it says where: `rule 2, output "price": ...`. */
export function within<Result>(place: string, part: () => Result): Result {
  try {
    return part();
  } catch (error) {
    if (error instanceof DecisionFailure) throw new DecisionFailure(`${place}, ${error.message}`.replace(/^, /, ''));
    throw error;
  }
}
