/** What a client and the program said to each other, made into an example: without keys and times that are others tomorrow. */
import type { Exchange } from './recorder.js';

export interface Example {
  readonly asked?: unknown;
  readonly answer?: unknown;
}

const KEY = /^\d{1,19}$/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const CURSOR = /^W[A-Za-z0-9+/]+={0,2}$/;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const EVALUATION = /^(\d{1,19})(-\d+)$/;
const LONGEST_LIST = 1;
const LONGEST_TEXT = 300;

export function exampleOf({ asked, answer }: Exchange): Example {
  const keys = new Map<string, string>();
  return {
    ...(asked !== undefined && { asked: timeless(asked, keys) }),
    ...(answer !== undefined && { answer: timeless(answer, keys) }),
  };
}

/** The richest answer of several: lists that are not empty show more. */
export function richest(exchanges: readonly Exchange[]): Exchange | undefined {
  const isEmpty = ({ answer }: Exchange) => ((answer as { items?: unknown[] } | undefined)?.items?.length ?? 1) === 0;
  return exchanges.find((one) => !isEmpty(one)) ?? exchanges[0];
}

function timeless(value: unknown, keys: Map<string, string>, isKey = false): unknown {
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((one) => timeless(one, keys));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, timeless(one, keys, /Key$/.test(name))]),
    );
  if (typeof value === 'number') return value > 1e12 ? Date.UTC(2026, 4, 4, 8, 30) : value;
  return typeof value === 'string' ? timelessText(value, keys, isKey) : value;
}

function timelessText(text: string, keys: Map<string, string>, isKey: boolean): string {
  if (isKey && KEY.test(text)) {
    if (!keys.has(text)) keys.set(text, String(2_251_799_813_685_250n + BigInt(keys.size)));
    return keys.get(text)!;
  }
  const [, evaluation, place] = EVALUATION.exec(text) ?? [];
  if (isKey && evaluation) return `${timelessText(evaluation, keys, true)}${place}`;
  if (TIME.test(text)) return '2026-05-04T08:30:00.000Z';
  if (CURSOR.test(text)) return 'WyIyMjUxIl0=';
  if (/^https?:/.test(text)) return 'https://town.example.org/v2/documents/3f0c1d9e-0000-4000-8000-000000000000';
  if (UUID.test(text)) return text.replace(UUID, '3f0c1d9e-0000-4000-8000-000000000000');
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text;
}

/** Which members an answer has, whatever they say. Below `free` members anything may stand. */
export function shapeOf(value: unknown, free = ['variables', 'customHeaders', 'customProperties']): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0], free)] : [];
  if (typeof value !== 'object' || value === null) return '';
  const members = Object.entries(value).map(([name, one]) => [name, free.includes(name) ? '' : shapeOf(one, free)]);
  return Object.fromEntries(members);
}
