import type { Field } from '../../forms/form.js';
import { ASKS_BACK, OPINION_QUESTION, VERDICTS } from '../opinion-words.js';
import type { OutlineElement } from '../process-outline.js';
import { type Checked, fieldsOf } from './checked.js';

const ASKS = 'ask-opinion';
const WORDS: readonly string[] = [...VERDICTS, ASKS_BACK];
const FACTS = 'procedure.yaml';

/** Who is asked for an opinion can give it, and sees of a dossier what there is and nothing that must stay in the town. */
export function checkOpinions(checked: Checked): void {
  const { outline, blocks, findings, forms, folder } = checked;
  for (const element of outline.elements) if (element.jobType === ASKS) checkAnswer(element);
  const { opinions } = checked.facts;
  if (!opinions) return;
  const elements = [outline, ...blocks.map(({ own }) => own.outline)].flatMap((one) => one.elements);
  if (!elements.some(({ jobType }) => jobType === ASKS))
    findings.warning(FACTS, 'opinions-unused', `Nothing here asks for an opinion (a job of type ${ASKS}).`, {
      path: ['opinions'],
    });
  const fields = new Map(
    [...forms.values()].flatMap((form) => fieldsOf(form).map((field) => [field.key, field] as const)),
  );
  const templates = folder.documents.map(({ name }) => name.replace(/^documents\/|\.njk$/g, ''));
  for (const [adviser, { sees = [], documents = [] }] of Object.entries(opinions)) {
    for (const key of sees) checkSeen(adviser, key, fields.get(key), [...fields.keys()]);
    for (const template of documents)
      if (!templates.includes(template))
        findings.error(FACTS, 'file-missing', `Expected a file documents/${template}.njk, but there is none.`, {
          path: ['opinions', adviser, 'documents'],
        });
  }

  function checkSeen(adviser: string, key: string, field: Field | undefined, known: readonly string[]): void {
    const where = { path: ['opinions', adviser, 'sees'] };
    if (!field)
      return findings.error(
        FACTS,
        'question-unknown',
        `Expected a question that a form asks (${known.join(', ')}), but found "${key}".`,
        where,
      );
    if (field.rules.format === 'niss')
      findings.error(
        FACTS,
        'opinion-national-number',
        `"${key}" is a national number, which bodies outside the town are not shown.`,
        where,
      );
  }

  function checkAnswer({ id, line, headers }: OutlineElement): void {
    const say = (message: string): void =>
      findings.error('process.bpmn', 'opinion-task-wrong', message, { line, element: id });
    const { task } = headers;
    if (!task) return; // that the header is missing is said already
    const asked = outline.elements.find((one) => one.id === task);
    if (asked?.type !== 'userTask') return say(`Expected the header "task" to name a user task, but found "${task}".`);
    const form = forms.get(asked.formId ?? '');
    const question = form && fieldsOf(form).find(({ key }) => key === OPINION_QUESTION);
    if (!question)
      return say(`Expected a form of the task "${task}" with a question "${OPINION_QUESTION}", but there is none.`);
    const strange = question.options.map(({ value }) => value).find((value) => !WORDS.includes(value));
    if (strange !== undefined)
      say(`Expected the answers to "${OPINION_QUESTION}" to be of ${WORDS.join(', ')}, but found "${strange}".`);
  }
}
