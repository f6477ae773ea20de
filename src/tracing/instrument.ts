/** Where spans begin and end: request, command, step, statement, outbox, relay, delivery, worker. */
import { Server } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, type Context, propagation, SpanKind } from '@opentelemetry/api';
import { Connection } from '../database/connection.js';
import { DossiersProcessor } from '../dossiers/dossiers.processor.js';
import type { Actor } from '../history/actor.js';
import { MailProcessor } from '../mail/mail.processor.js';
import { Outbox } from '../outbox/outbox.js';
import { OutboxRelay } from '../outbox/outbox.relay.js';
import { JobsProcessor } from '../workers/jobs.processor.js';
import { workers } from '../workers/index.js';
import type { Worker } from '../workers/worker.js';
import { Changes } from '../workflow/changes.js';
import { MessagesProcessor } from '../workflow/messages.processor.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import { StartsService } from '../workflow/starts.service.js';
import { SharedTurns } from '../workflow/shared-turns.js';
import { TimersProcessor } from '../workflow/timers.processor.js';
import { TurnsService } from '../workflow/turns.service.js';
import { traceStatement } from './statement.js';
import { fail, open, receivedWith, sendAlong, spanned } from './spans.js';
import { wrap } from './wrap.js';

/** Commands that share a transaction are worked on in the context of the first: each is led back to its own by its actor. */
const contexts = new WeakMap<Actor, Context>();

export function instrument(): void {
  instrumentRequests();
  instrumentCommands();
  instrumentRelay();
  wrap(Connection as { prototype: Connection }, 'query', traceStatement as never);
  wrap(Changes, 'tell', (proceed, [topic, payload, dueAt]) => proceed(topic, sendAlong(topic, payload), dueAt));
  wrap(Outbox, 'append', (proceed, [tx, topic, payload, dueAt]) =>
    proceed(tx, topic, sendAlong(topic, payload), dueAt),
  );
  for (const processor of [DossiersProcessor, JobsProcessor, MailProcessor, MessagesProcessor, TimersProcessor])
    instrumentProcessor(processor as unknown as { prototype: { process: Process } });
  for (const [type, worker] of Object.entries(workers))
    wrap(worker as { prototype: Worker }, 'work', (proceed, args) =>
      spanned({ name: `worker ${type}`, attributes: { 'beffroi.job': args[0].key } }, () => proceed(...args)),
    );
}

/** The name has the route and not the address, as in the log. */
function instrumentRequests(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its server below
  const emit = Server.prototype.emit as (this: Server, event: string, ...args: unknown[]) => boolean;
  Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]): boolean {
    if (event !== 'request') return emit.call(this, event, ...args);
    const [request, response] = args as [IncomingMessage & { route?: { path?: string } }, ServerResponse];
    const { method = 'GET' } = request;
    const parent = propagation.extract(context.active(), request.headers);
    const { span, within } = open({ name: method, kind: SpanKind.SERVER, parent });
    response.once('close', () => {
      const path = request.route?.path;
      if (path !== undefined) span.updateName(`${method} ${path}`).setAttribute('http.route', path);
      span.setAttributes({ 'http.request.method': method, 'http.response.status_code': response.statusCode });
      span.end();
    });
    return context.with(within, () => emit.call(this, event, ...args));
  };
}

function instrumentCommands(): void {
  wrap(ProcessInstancesService, 'start', (proceed, args) =>
    spanned({ name: 'command start', attributes: { 'beffroi.process': args[1].processId } }, () => proceed(...args)),
  );
  wrap(StartsService, 'start', (proceed, [wanted]) => {
    const { process } = wanted;
    const attributes = { 'beffroi.process': 'id' in process ? process.id : process.key };
    return spanned({ name: 'command start', attributes }, () => proceed(wanted));
  });
  wrap(ProcessInstancesService, 'answer', (proceed, args) => spanned({ name: 'command' }, () => proceed(...args)));
  wrap(ProcessInstancesService, 'dispatchIn', (proceed, args) => spanned({ name: 'command' }, () => proceed(...args)));
  wrap(SharedTurns, 'ask', (proceed, [ask]) => {
    const actor = { ...ask.actor };
    contexts.set(actor, context.active());
    return proceed({ ...ask, actor });
  });
  wrap(TurnsService, 'step', (proceed, args) => {
    const [, row, command, { actor }] = args;
    const attributes = { 'beffroi.process': row.processId, 'beffroi.process_instance': row.id };
    const parent = contexts.get(actor) ?? context.active();
    return spanned({ name: `step ${command.type}`, attributes, parent }, () => proceed(...args));
  });
}

/** How long an entry of the outbox is on its way to its queue, in the trace of what wrote it. */
function instrumentRelay(): void {
  wrap(OutboxRelay, 'deliver', async (proceed, [entries]) => {
    const traced = entries.filter(({ payload }) => 'traceparent' in payload);
    const spans = traced.map(({ topic, payload }) => {
      const options = { name: `relay ${topic}`, kind: SpanKind.PRODUCER, parent: receivedWith(payload) };
      return open(options).span;
    });
    try {
      await proceed(entries);
    } catch (error) {
      for (const span of spans) fail(span, error);
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
  });
}

type Process = (delivery: { name: string; data: object }) => Promise<unknown>;

function instrumentProcessor(processor: { prototype: { process: Process } }): void {
  wrap(processor, 'process', (proceed, args) => {
    const [{ name, data }] = args;
    const { sequence } = data as { sequence?: string };
    const options = { name: `process ${name}`, kind: SpanKind.CONSUMER, parent: receivedWith(data) };
    return spanned({ ...options, attributes: { 'beffroi.outbox_entry': sequence } }, () => proceed(...args));
  });
}
