import { timerProblem } from '../../time/timer.js';
import type { TimerText } from '../../model/instruction.js';
import type { EventDefinition } from '../../model/process-definition.js';
import { body, type Xml } from '../xml.js';
import { eventDefinition } from './event-definition.js';

interface TimerEventDefinition extends EventDefinition {
  readonly timer: TimerText;
}

/** A moment, a duration or a cycle (BPMN 2.0.2, 10.5.5). */
export const timerEventDefinition = eventDefinition<TimerEventDefinition>({
  positions: ['start', 'sub-process', 'catch', 'boundary'],
  read: (xml) => ({ timer: timerText(xml) }),
  validate: ({ timer }, node, position) => {
    const given = Object.values(timer) as string[];
    if (given.length !== 1) return [{ code: 'timer-without-time', detail: { given: String(given.length) } }];
    const once = position === 'catch' || (position !== 'start' && node.interrupting);
    if (timer.cycle !== undefined && once) return [{ code: 'timer-cycle-fires-once' }];
    const problem = timerProblem(timer);
    return problem === undefined ? [] : [{ code: 'timer-malformed', detail: { problem } }];
  },
  expressions: ({ timer }) => Object.values(timer) as string[],
  await: ({ timer }, subscription) => ({ type: 'wait-for-timer', params: { ...subscription, timer } }),
});

function timerText(xml: Xml): TimerText {
  const date = body(xml, 'timeDate');
  const duration = body(xml, 'timeDuration');
  const cycle = body(xml, 'timeCycle');
  return {
    ...(date !== undefined && { date }),
    ...(duration !== undefined && { duration }),
    ...(cycle !== undefined && { cycle }),
  };
}
