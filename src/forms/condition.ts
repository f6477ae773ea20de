import { evaluate } from 'feelin';
import type { Circumstances, Condition } from './form.js';

/** Whether a page or field is hidden. Unanswered fields are null, as in FEEL. */
export function isHidden(condition: Condition | undefined, { answers, extra }: Circumstances): boolean {
  if (!condition) return false;
  return evaluate(condition.hide, { ...extra, ...answers }).value === true;
}
