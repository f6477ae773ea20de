import { type Element, header, jobType, property, words } from '../element.js';
import type { Rule } from '../rule.js';

const LANGUAGES = ['fr', 'nl', 'de', 'en'];
const SIGNATURES = ['none', 'seal', 'advanced', 'qualified'];

export const documentIsDeclared: Rule = {
  asks: 'A task that makes a document says its template, its languages, how it is signed and how long it is kept.',
  check(drawn, warn) {
    for (const task of drawn.nodes.filter((node) => jobType(node) === 'generate-document')) {
      if (!header(task, 'template'))
        warn('document-without-template', 'Expected a header "template", but there is none.', task);
      if (!areLanguages(task))
        warn(
          'document-without-language',
          `Expected the languages of the document (property commune:languages: ${LANGUAGES.join(', ')}), but there are none.`,
          task,
        );
      if (!SIGNATURES.includes(property(task, 'commune:signature') ?? ''))
        warn(
          'document-without-signature-level',
          `Expected how the document is signed (property commune:signature: ${SIGNATURES.join(', ')}), but it is not said.`,
          task,
        );
      if (!/^P\d/.test(property(task, 'commune:retention') ?? ''))
        warn(
          'document-without-retention',
          'Expected how long the document is kept (property commune:retention, such as P90D), but it is not said.',
          task,
        );
    }
  },
};

function areLanguages(task: Element): boolean {
  const said = words(task, 'commune:languages');
  return said.length > 0 && said.every((word) => LANGUAGES.includes(word));
}
