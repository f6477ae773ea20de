import { FeelDate, FeelDateTime, FeelDuration, FeelRange, FeelTime } from 'feelin';
import { type Value } from '../model/variables.js';
import { type FeelValue } from './expression.js';

/**
 * A FEEL value as JSON: dates, times and durations in ISO 8601 (a named zone becomes its offset), ranges as text.
 * What has no JSON form (a function, an infinite number) is null. JSON is returned as it is, not copied.
 */
export function toJson(value: FeelValue): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      break;
    default:
      return null;
  }
  if (value === null) return null;
  if (Array.isArray(value)) return listToJson(value);
  if (value instanceof FeelDateTime) return dateTimeToJson(value);
  if (value instanceof FeelDate || value instanceof FeelTime) return value.toString();
  if (value instanceof FeelDuration || value instanceof FeelRange) return value.toString();
  return Object.getPrototypeOf(value) === Object.prototype ? contextToJson(value as Record<string, FeelValue>) : null;
}

function listToJson(list: readonly FeelValue[]): Value {
  const items = list.map(toJson);
  return items.every((item, index) => item === list[index]) ? (list as readonly Value[]) : items;
}

function contextToJson(context: Record<string, FeelValue>): Value {
  let changed = false;
  const result: Record<string, Value> = {};
  for (const [name, value] of Object.entries(context)) {
    const json = toJson(value);
    if (json !== value) changed = true;
    result[name] = json;
  }
  return changed ? result : (context as Record<string, Value>);
}

/** An ISO 8601 date and time; the name of a zone becomes its offset at that time. */
export function dateTimeToJson(value: FeelDateTime): string {
  const zone = value.timezone;
  if (zone === null || !zone.includes('/')) return value.toString();
  return value.unwrap().toZonedDateTime(zone).toString({ timeZoneName: 'never' });
}
