/** Word of the API -> what `kindSql` gives. */
export const JOB_KINDS: Readonly<Record<string, string>> = {
  BPMN_ELEMENT: 'element',
  EXECUTION_LISTENER: 'execution',
  TASK_LISTENER: 'task',
  AD_HOC_SUB_PROCESS: 'ad-hoc',
};

/** Word of the API -> the event of a listener; `none` is the work of the element itself. */
export const LISTENER_EVENTS: Readonly<Record<string, string>> = {
  UNSPECIFIED: 'none',
  START: 'start',
  END: 'end',
  CREATING: 'creating',
  ASSIGNING: 'assigning',
  UPDATING: 'updating',
  COMPLETING: 'completing',
  CANCELING: 'canceling',
};

/** What the column `listener` says of the job of an ad-hoc sub-process, which is none of a listener. */
const AD_HOC = 'ad-hoc';

/** From the column `listener`. */
export const kindSql = (listener: string): string =>
  `CASE WHEN ${listener} IS NULL THEN 'element' WHEN ${listener} = '${AD_HOC}' THEN 'ad-hoc'
    WHEN ${listener} IN ('start', 'end') THEN 'execution' ELSE 'task' END`;

/** The same as conditions: what `kindSql` gives -> when. */
export const kindConditions = (listener: string): Record<string, string> => ({
  element: `${listener} IS NULL`,
  execution: `${listener} IN ('start', 'end')`,
  task: `${listener} IN ('creating', 'assigning', 'updating', 'completing', 'canceling')`,
  'ad-hoc': `${listener} = '${AD_HOC}'`,
});

export function kindWord(listener: string | null): string {
  if (listener === null) return 'BPMN_ELEMENT';
  if (listener === AD_HOC) return 'AD_HOC_SUB_PROCESS';
  return listener === 'start' || listener === 'end' ? 'EXECUTION_LISTENER' : 'TASK_LISTENER';
}

export function eventWord(listener: string | null): string {
  return listener === null || listener === AD_HOC ? 'UNSPECIFIED' : listener.toUpperCase();
}
