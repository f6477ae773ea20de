import {
  type Attributes,
  context,
  type Context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('beffroi');

export interface SpanOptions {
  readonly name: string;
  readonly kind?: SpanKind;
  /** Numbers and names of the model, never what people wrote. */
  readonly attributes?: Attributes;
  /** Instead of the one that is open here. */
  readonly parent?: Context;
}

/** A span around something asynchronous. The message of an error may quote, so only its name is kept. */
export async function spanned<Result>(options: SpanOptions, work: () => Promise<Result>): Promise<Result> {
  const { span, within } = open(options);
  try {
    return await context.with(within, work);
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

export function open({ name, kind = SpanKind.INTERNAL, attributes = {}, parent = context.active() }: SpanOptions): {
  span: Span;
  within: Context;
} {
  const span = tracer.startSpan(name, { kind, attributes }, parent);
  return { span, within: trace.setSpan(parent, span) };
}

export function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
}

export const isTraced = (): boolean => trace.getSpan(context.active())?.isRecording() ?? false;

/** An outbox entry takes the trace along (W3C `traceparent`), so that what is done with it later belongs to it. */
export function sendAlong<Payload extends object>(topic: string, payload: Payload): Payload {
  if (!isTraced()) return payload;
  const { span, within } = open({ name: `outbox ${topic}`, kind: SpanKind.PRODUCER });
  const carrier: { traceparent?: string } = {};
  propagation.inject(within, carrier);
  span.end();
  return { ...payload, ...carrier };
}

export function receivedWith(payload: object): Context {
  const { traceparent } = payload as { traceparent?: string };
  return traceparent === undefined ? context.active() : propagation.extract(context.active(), { traceparent });
}
