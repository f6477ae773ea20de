import { compileExpression } from '../expressions/compile-expression.js';
import { isExpression } from '../expressions/expression.js';
import type { CreateJob } from '../model/effect.js';
import type { EventDefinition, FlowNode } from '../model/process-definition.js';
import type { Instant, Value, Variables } from '../model/variables.js';
import type { Open } from './run.js';
import type { Simulation } from './simulation.js';
import { jobView } from './views.js';

interface Sending {
  readonly message?: { readonly name: string; readonly correlationKey?: string };
}

/**
 * The message that a job sends, if it stands for one: of a send task, a throw or an end event, or of the built-in worker
 * (headers `messageName` and `timeToLive`; variables `correlationKey`, and `message` with what it carries).
 */
export function messageOf(job: Open<CreateJob>): Parameters<Simulation['publish']>[0] | undefined {
  if (job.effect.listener) return undefined;
  const { headers, variables, element } = jobView(job);
  const referred = referredBy(job.run.process.nodes.get(element)!);
  const { now } = job.run.draft;
  const name = headers.messageName ?? valueOf(referred?.name, variables, now);
  if (typeof name !== 'string') return undefined;
  const key = variables.correlationKey ?? valueOf(referred?.correlationKey, variables, now);
  return {
    name,
    timeToLive: headers.timeToLive ?? 'PT1H',
    messageId: `job ${job.key}`,
    ...((typeof key === 'string' || typeof key === 'number') && { correlationKey: key }),
    ...(isObject(variables.message) && { variables: variables.message }),
  };
}

function referredBy(node: FlowNode): Sending['message'] {
  const { message, definitions = [] } = node as Sending & { definitions?: readonly EventDefinition[] };
  return message ?? definitions.map((definition) => (definition as Sending).message).find((one) => one);
}

function valueOf(text: string | undefined, variables: Variables, now: Instant): Value | undefined {
  return isExpression(text) ? compileExpression(text).evaluate(variables, now, '').value : text;
}

function isObject(value: Value | undefined): value is Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
