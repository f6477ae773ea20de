import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Value } from '#engine';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import type { Job, Result, Worker } from './worker.js';

/** Unless the header `timeout` says otherwise. */
const PATIENCE_MILLISECONDS = 10_000;
const LONGEST_ANSWER = 100_000;
/** Refusals that another try may change: too slow, in conflict, too early, too many. */
const PASSING = [408, 409, 425, 429];

/**
 * Sends a message to another program by HTTP, as JSON.
 *
 * Headers: `url`, `method` (POST). Variables: `body`, and `url` when it is not known before. The answer comes back as
 * `response: { status, body }`. Every try of one job carries the same `Idempotency-Key`, and, with WEBHOOK_SECRET, a
 * `Beffroi-Signature: t=<seconds>,v1=<HMAC-SHA-256 of "seconds.body">`. A refusal (4xx) is the BPMN error
 * `webhook-refused`; anything else that is not a success is tried again.
 */
@Injectable()
export class CallWebhookWorker implements Worker {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async work({ key, headers, variables }: Job, stop?: AbortSignal): Promise<Result> {
    const url = addressOf(variables['url'] ?? headers['url']);
    const method = headers['method'] ?? 'POST';
    const body = method === 'GET' ? undefined : JSON.stringify(variables['body'] ?? {});
    const response = await fetch(url, {
      method,
      body,
      redirect: 'error',
      signal: stop && headers['timeout'] ? stop : AbortSignal.timeout(PATIENCE_MILLISECONDS),
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        'idempotency-key': `job-${key}`,
        ...this.signature(body ?? ''),
      },
    });
    const answer = { status: response.status, body: readAnswer(await response.text()) };
    if (response.ok) return { variables: { response: answer } };
    const message = `${url.host} answered ${response.status}.`;
    if (response.status >= 500 || PASSING.includes(response.status)) throw new Error(message);
    return { error: { code: 'webhook-refused', message, variables: { response: answer } } };
  }

  private signature(body: string): Record<string, string> {
    const { webhookSecret } = this.config;
    if (webhookSecret === undefined) return {};
    const seconds = Math.floor(this.clock.now().getTime() / 1_000);
    return { 'beffroi-signature': `t=${seconds},v1=${sign(webhookSecret, `${seconds}.${body}`)}` };
  }
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function addressOf(written: Value | undefined): URL {
  if (typeof written !== 'string' || !URL.canParse(written))
    throw new Error('The header "url" is missing or no address.');
  const url = new URL(written);
  if (!['http:', 'https:'].includes(url.protocol)) throw new Error('The header "url" must begin with http or https.');
  return url;
}

function readAnswer(text: string): Value {
  const short = text.slice(0, LONGEST_ANSWER);
  try {
    return JSON.parse(short) as Value;
  } catch {
    return short;
  }
}
