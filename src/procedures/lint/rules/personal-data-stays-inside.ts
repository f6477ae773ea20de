import { type Element, extensions, inside, isTask, jobType, many, one, textOf } from '../element.js';
import type { Rule } from '../rule.js';

/** Names of variables that hold a number of the national register. */
const NISS = /\b(niss|nrn|rrn|insz|numero_?registre_?national|rijksregister_?nummer)\b/i;
/** Such a number itself, as people write it. */
const NUMBER = /\b\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]\d{3}[.\s]?\d{2}\b|\b\d{11}\b/;

/** Jobs that stay in the house. */
const INSIDE = ['generate-document'];

export const personalDataStaysInside: Rule = {
  asks: 'A number of the national register stands in no name, and goes out in no message and no job.',
  check(drawn, warn) {
    for (const element of [...drawn.nodes, ...drawn.flows])
      if (NUMBER.test(element.name ?? ''))
        warn('personal-data-in-name', 'Expected no number of a person in a name, but there is one.', element);
    for (const node of drawn.nodes)
      for (const text of goesOut(node))
        if (NISS.test(text))
          warn(
            'personal-data-sent',
            `Expected no number of the national register in what goes out, but found ${text.trim()}.`,
            node,
          );
  },
};

/** A variable that is called as such a number. */
export function looksLikeNationalNumber(name: string): boolean {
  return NISS.test(name);
}

/** FEEL and texts that leave the process at an element: inputs and headers of jobs, keys of messages. */
function goesOut(node: Element): string[] {
  const type = jobType(node);
  const messages = [
    one(node, 'messageRef'),
    ...many(node, 'eventDefinitions').flatMap((each) => many(each, 'messageRef')),
  ];
  const keys = messages.flatMap((message) => (message ? [message, ...extensions(message, 'subscription')] : []));
  const said = keys.flatMap((each) => [each.name, textOf(each, 'correlationKey')]);
  if (type !== undefined && !INSIDE.includes(type) && isTask(node)) {
    const inputs = extensions(node, 'ioMapping').flatMap((io) => inside(io, 'inputParameters', 'input'));
    const headers = extensions(node, 'taskHeaders').flatMap((each) => inside(each, 'values', 'header'));
    said.push(...inputs.map((input) => textOf(input, 'source')), ...headers.map((each) => textOf(each, 'value')));
  }
  return said.filter((text) => text !== undefined);
}
