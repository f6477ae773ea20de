import type { UserTaskChange, Value } from '#engine';
import type { Result } from './worker.js';

/**
 * What a rule says as task listener: nothing (`null`) agrees, a text denies with that reason, a context corrects the task:
 * `{ priority, dueDate, followUpDate, candidateGroups, assignee }`, dates as ISO 8601, `null` takes away.
 */
export function verdictOf(value: Value): Result {
  if (value === null || value === true) return {};
  if (typeof value === 'string' && value !== '') return { deny: value };
  if (typeof value !== 'object' || Array.isArray(value))
    throw new Error('Expected a task listener to say null, a reason or a context with corrections.');
  const { priority, dueDate, followUpDate, candidateGroups, assignee, ...others } = value as Record<string, Value>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Error(`A task has no "${unknown}" that a listener could correct.`);
  const corrections: UserTaskChange = {
    ...(priority !== undefined && { priority: priorityOf(priority) }),
    ...(dueDate !== undefined && { dueAt: instantOf('dueDate', dueDate) }),
    ...(followUpDate !== undefined && { followUpAt: instantOf('followUpDate', followUpDate) }),
    ...(candidateGroups !== undefined && { candidateGroups: groupsOf(candidateGroups) }),
    ...(assignee !== undefined && { assignee: assignee === null ? null : `${assignee as string | number}` }),
  };
  return Object.keys(corrections).length > 0 ? { corrections } : {};
}

function priorityOf(value: Value): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100) return value;
  throw new Error('Expected a whole number from 0 to 100 as "priority".');
}

function instantOf(name: string, value: Value): number | null {
  if (value === null) return null;
  // the zone in brackets is for people: the offset before it says the same
  const at = typeof value === 'string' ? Date.parse(value.replace(/[[@].*$/, '')) : NaN;
  if (Number.isNaN(at)) throw new Error(`Expected a date and time as "${name}".`);
  return at;
}

function groupsOf(value: Value): string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new Error('Expected a list of departments as "candidateGroups".');
}
