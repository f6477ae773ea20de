import { compileExpression } from '#engine';
import type { Circumstances, Condition } from './form.js';

/** Whether a page or field is hidden. Unanswered fields are null, as in FEEL. */
export function isHidden(condition: Condition | undefined, { answers, extra, now }: Circumstances): boolean {
  return (
    condition !== undefined && compileExpression(condition.hide).evaluate({ ...extra, ...answers }, now).value === true
  );
}

/** Why a text is not FEEL, if it is not. */
export function conditionMistake(feel: string): string | undefined {
  try {
    compileExpression(feel);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
