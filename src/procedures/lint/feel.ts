import { parser } from '@bpmn-io/lezer-feel';

const expressions = parser.configure({ top: 'Expression', dialect: 'camunda' });

/** Whether this is an expression in FEEL by its grammar; `text` is without the leading `=`. Names may be anything. */
export function isFeel(text: string): boolean {
  let right = true;
  expressions.parse(text).iterate({
    enter: ({ type }) => {
      if (type.isError) right = false;
    },
  });
  return right;
}
