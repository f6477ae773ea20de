import { SpanKind } from '@opentelemetry/api';
import { fail, isTraced, open } from './spans.js';

type Callback = (error: Error | null, ...rest: unknown[]) => void;

/** A span around a statement, within another span: what it does and to what, never its text or its values. */
export function traceStatement(proceed: (...args: unknown[]) => unknown, args: unknown[]): unknown {
  const text = textOf(args[0]);
  if (text === undefined || !isTraced()) return proceed(...args);
  const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operationOf(text) };
  const { span } = open({ name: `sql ${nameOf(text)}`, kind: SpanKind.CLIENT, attributes });
  const last = args.at(-1);
  if (typeof last === 'function') {
    const told: Callback = (error, ...rest) => {
      if (error) fail(span, error);
      span.end();
      (last as Callback)(error, ...rest);
    };
    return proceed(...args.slice(0, -1), told);
  }
  const answer = proceed(...args) as Promise<unknown>;
  answer.then(
    () => span.end(),
    (error: unknown) => {
      fail(span, error);
      span.end();
    },
  );
  return answer;
}

/** Undefined for what is not a statement but an object that reads its answers itself. */
function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement;
  if (typeof statement !== 'object' || statement === null || 'submit' in statement) return undefined;
  const { text } = statement as { text?: unknown };
  return typeof text === 'string' ? text : undefined;
}

function operationOf(text: string): string {
  return /[a-z]+/i.exec(text)?.[0].toUpperCase() ?? '';
}

/** `SELECT process_instance`: the first table that is named. */
function nameOf(text: string): string {
  const table = /\b(?:FROM|INTO|UPDATE)\s+"?([a-z_]+)"?/i.exec(text)?.[1];
  return table === undefined ? operationOf(text) : `${operationOf(text)} ${table}`;
}
