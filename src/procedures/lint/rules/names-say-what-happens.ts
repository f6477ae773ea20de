import { type Element, isEvent, isTask } from '../element.js';
import type { Rule, Warn } from '../rule.js';

const MOST_WORDS = 5;
const INFINITIVE = /^(?:s['’]|se )?\p{L}+(?:er|ir|re|oir)(?=\s|$)/iu;
const PARTICIPLE = /(?:é|ée|és|ées|i|ie|is|ies|ise|ises|it|ite|its|u|ue|us|ues|ert|erte|aint|einte|oint)$/iu;
/** Words of the trade that citizens and agents do not use, and theirs. */
const PLAIN: { readonly [word: string]: string } = {
  workflow: 'procédure',
  ticket: 'demande',
  mail: 'e-mail',
  user: 'demandeur',
  backoffice: 'bureau',
};

export const namesSayWhatHappens: Rule = {
  asks: 'Names have at most five plain words: a task begins with an infinitive, a start or end event has a past participle (in French models).',
  check(drawn, warn) {
    const isFrench = (drawn.says('commune:language') ?? 'fr') === 'fr';
    for (const element of drawn.nodes.filter((node) => isTask(node) || isEvent(node)))
      checkName(element, isFrench, warn);
  },
};

function checkName(element: Element, isFrench: boolean, warn: Warn): void {
  const name = (element.name ?? '').trim();
  const words = name.split(/\s+/).filter(Boolean);
  if (words.length === 0) return warn('element-without-name', 'Expected a name, but there is none.', element);
  if (words.length > MOST_WORDS)
    warn('name-too-long', `Expected at most ${MOST_WORDS} words, but "${name}" has ${words.length}.`, element);
  if (!isFrench) return;
  if (isTask(element) && !INFINITIVE.test(name))
    warn(
      'task-without-verb',
      `Expected a name that begins with what is done, as "Vérifier la demande", but found "${name}".`,
      element,
    );
  if (/(Start|End)Event$/.test(element.$type) && !words.some((word) => PARTICIPLE.test(word)))
    warn(
      'event-without-participle',
      `Expected a name that says what has happened, as "Demande déposée", but found "${name}".`,
      element,
    );
  for (const word of words.map((each) => each.toLowerCase()).filter((each) => Object.hasOwn(PLAIN, each)))
    warn('word-not-plain', `Expected "${PLAIN[word]}", but found "${word}".`, element);
}
