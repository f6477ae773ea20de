import type { TaskChange } from '../../workflow/task-listeners.service.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import { dayInTown, instantInTown } from './town-days.js';

/** Priorities that people choose from; a model may say any number from 0 to 100. */
export const PRIORITIES = [30, 50, 70, 90] as const;

/** What is due is due at the end of the working day, what is to be followed up is so from its beginning. */
const DUE_HOUR = 17;
const FOLLOW_UP_HOUR = 8;

export interface PlanForm {
  readonly priorite?: string;
  readonly echeance?: string;
  readonly suivi?: string;
  readonly motif?: string;
}

/** What the form changes, and nothing that it leaves as it was; undefined when it cannot be read. */
export function readPlan(form: PlanForm, task: UserTaskRow): TaskChange | undefined {
  const priority = Number(form.priorite ?? task.priority);
  const dueAt = readDay(form.echeance, task.dueAt, DUE_HOUR);
  const followUpAt = readDay(form.suivi, task.followUpAt, FOLLOW_UP_HOUR);
  const known = priority === task.priority || PRIORITIES.some((one) => one === priority);
  if (!known || dueAt === undefined || followUpAt === undefined) return undefined;
  return {
    ...(priority !== task.priority && { priority }),
    ...(dueAt?.getTime() !== task.dueAt?.getTime() && { dueAt }),
    ...(followUpAt?.getTime() !== task.followUpAt?.getTime() && { followUpAt }),
  };
}

/** The form as the task is. */
export function planOf({ priority, dueAt, followUpAt }: UserTaskRow) {
  return {
    priority,
    priorities: [...new Set([...PRIORITIES, priority])].sort((one, other) => one - other),
    due: dueAt ? dayInTown(dueAt) : '',
    followUp: followUpAt ? dayInTown(followUpAt) : '',
  };
}

function readDay(text: string | undefined, before: Date | null, hour: number): Date | null | undefined {
  if (text === undefined) return before;
  if (text === '') return null;
  // the hour stays when the day does
  return before && dayInTown(before) === text ? before : instantInTown(text, hour);
}
