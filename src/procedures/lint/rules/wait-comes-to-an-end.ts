import type { DrawnProcess } from '../drawn-process.js';
import { type Element, isEvent, many, one, property, textOf, triggers } from '../element.js';
import type { Rule } from '../rule.js';

export const waitComesToAnEnd: Rule = {
  asks: 'A receive task or event-based gateway has a timer; a timer of days says whether they are working days.',
  check(drawn, warn) {
    for (const wait of drawn.nodes.filter(isWait))
      if (!timersOf(wait, drawn).length)
        warn('wait-without-end', 'Expected a timer that ends the wait for an answer, but there is none.', wait);
    for (const timer of drawn.nodes.filter((node) => isEvent(node) && triggers(node).includes('timer')))
      if (countsDays(timer) && !['working', 'calendar'].includes(property(timer, 'commune:days') ?? ''))
        warn(
          'timer-without-unit',
          'Expected the timer to count working or calendar days (property commune:days), but it does not say which.',
          timer,
        );
  },
};

function isWait({ $type }: Element): boolean {
  return $type === 'bpmn:ReceiveTask' || $type === 'bpmn:EventBasedGateway';
}

/** The timers that end a wait: on the border of a task, behind a gateway. */
function timersOf(wait: Element, drawn: DrawnProcess): Element[] {
  const behind = many(wait, 'outgoing').flatMap((flow) => many(flow, 'targetRef'));
  const events =
    wait.$type === 'bpmn:EventBasedGateway'
      ? behind
      : drawn.boundaryEvents(wait).filter((event) => event['cancelActivity'] !== false);
  return events.filter((event) => triggers(event).includes('timer'));
}

/** Hours need no unit, and FEEL's `add working days` has said it. */
function countsDays(timer: Element): boolean {
  const definition = many(timer, 'eventDefinitions').find(({ $type }) => $type === 'bpmn:TimerEventDefinition');
  const texts = ['timeDate', 'timeDuration', 'timeCycle'].map((name) => textOf(one(definition, name), 'body') ?? '');
  const text = texts.join('').trim();
  if (/working days/.test(text)) return false;
  return text.startsWith('=') ? !/duration\("PT[^"]*"\)/.test(text) : /P\d+[DWMY]/.test(text);
}
