import { Problem } from './problem.js';

/**
 * The engine numbers element instances within their process instance; the API wants one number for all. It is put together:
 * bit 62 says that it is one of these, then comes the number of the process instance, then 22 bits for the number within it.
 * The process itself (number 1) is named by its instance. The search computes the same in SQL.
 */
const MARK = 1n << 62n;
const LOCAL_BITS = 22n;
const ROOT = '1';

export interface ElementInstanceName {
  readonly processInstanceKey: string;
  /** The engine's number. */
  readonly elementInstance: string;
}

export function elementInstanceKey(processInstanceKey: string, elementInstance: string): string {
  if (elementInstance === ROOT) return processInstanceKey;
  return String(MARK | (BigInt(processInstanceKey) << LOCAL_BITS) | BigInt(elementInstance));
}

/** The same from two SQL expressions. */
export function elementInstanceKeySql(processInstance: string, elementInstance: string): string {
  return `CASE WHEN ${elementInstance} = '${ROOT}' THEN ${processInstance}
    ELSE ${MARK} | (${processInstance} << ${LOCAL_BITS}) | (${elementInstance})::bigint END`;
}

export function readElementInstanceKey(key: string): ElementInstanceName {
  const number = BigInt(key);
  if ((number & MARK) === 0n) return { processInstanceKey: key, elementInstance: ROOT };
  const rest = number ^ MARK;
  return {
    processInstanceKey: String(rest >> LOCAL_BITS),
    elementInstance: String(rest & ((1n << LOCAL_BITS) - 1n)),
  };
}

/** The number within an instance that the caller has named as well. */
export function elementInstanceWithin(processInstanceKey: string, key: string): string {
  const name = readElementInstanceKey(key);
  if (name.processInstanceKey === processInstanceKey) return name.elementInstance;
  throw new Problem('INVALID_ARGUMENT', `Element instance ${key} does not belong to instance ${processInstanceKey}.`);
}
