import { choiceIsComplete } from './rules/choice-is-complete.js';
import { deadlineIsAnnounced } from './rules/deadline-is-announced.js';
import { documentIsDeclared } from './rules/document-is-declared.js';
import { drawingIsTidy } from './rules/drawing-is-tidy.js';
import { dutiesAreSeparated } from './rules/duties-are-separated.js';
import { endIsNotTheEnd } from './rules/end-is-not-the-end.js';
import { endingsAreTold } from './rules/endings-are-told.js';
import { legalClockIsDeclared } from './rules/legal-clock-is-declared.js';
import { levelFitsAPage } from './rules/level-fits-a-page.js';
import { namesSayWhatHappens } from './rules/names-say-what-happens.js';
import { opinionsAnswerSilence } from './rules/opinions-answer-silence.js';
import { outsideCallCanFail } from './rules/outside-call-can-fail.js';
import { paymentComesFirst } from './rules/payment-comes-first.js';
import { personalDataStaysInside } from './rules/personal-data-stays-inside.js';
import { refusalIsMotivated } from './rules/refusal-is-motivated.js';
import { userTaskIsComplete } from './rules/user-task-is-complete.js';
import { waitComesToAnEnd } from './rules/wait-comes-to-an-end.js';
import { withdrawalIsPossible } from './rules/withdrawal-is-possible.js';
import type { Rule } from './rule.js';

/** THE TABLE of the commune's rules for its models, by the names that bpmnlint knows them by. */
export const rules: { readonly [name: string]: Rule } = {
  'user-task-is-complete': userTaskIsComplete,
  'wait-comes-to-an-end': waitComesToAnEnd,
  'deadline-is-announced': deadlineIsAnnounced,
  'withdrawal-is-possible': withdrawalIsPossible,
  'choice-is-complete': choiceIsComplete,
  'refusal-is-motivated': refusalIsMotivated,
  'document-is-declared': documentIsDeclared,
  'personal-data-stays-inside': personalDataStaysInside,
  'outside-call-can-fail': outsideCallCanFail,
  'payment-comes-first': paymentComesFirst,
  'legal-clock-is-declared': legalClockIsDeclared,
  'duties-are-separated': dutiesAreSeparated,
  'opinions-answer-silence': opinionsAnswerSilence,
  'names-say-what-happens': namesSayWhatHappens,
  'endings-are-told': endingsAreTold,
  'level-fits-a-page': levelFitsAPage,
  'end-is-not-the-end': endIsNotTheEnd,
  'drawing-is-tidy': drawingIsTidy,
};
