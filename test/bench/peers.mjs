import { BpmnModdle } from 'bpmn-moddle';
import * as elements from 'bpmn-elements';
import { Engine } from 'bpmn-engine';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const serializer = require('moddle-context-serializer');

/** The peers read plain BPMN: jobs become service implementations, FEEL conditions a call into the harness. */
export async function contextOf(xml) {
  const plain = xml
    .replaceAll('<bpmn:serviceTask ', '<bpmn:serviceTask implementation="${environment.services.work}" ')
    .replace(/(<bpmn:conditionExpression[^>]*>)[^<]*/g, '$1${environment.services.holds()}');
  const moddleContext = await new BpmnModdle().fromXML(plain);
  const types = serializer.TypeResolver({ ...elements, Definition: elements.Definition });
  return serializer.default(moddleContext, types);
}

/** Runs one instance to its end in bpmn-elements. */
export function runInElements(source, scenario) {
  const { services, variables } = servicesOf(scenario);
  const environment = new elements.Environment({ services, variables, Logger: silent });
  const context = elements.Context(source, environment);
  return new Promise((resolve, reject) => {
    const definition = new elements.Definition(context);
    definition.broker.subscribeTmp('event', 'activity.wait', (_, { content }) => void signal(definition, content), {
      noAck: true,
    });
    definition.run((error) => (error ? reject(error) : resolve()));
  });
}

/** Runs one instance to its end in bpmn-engine. */
export async function runInEngine(source, scenario) {
  const { services, variables } = servicesOf(scenario);
  const listener = new EventEmitter();
  listener.on('activity.wait', (api) => api.signal());
  const engine = new Engine({ sourceContext: source, services, variables, listener, Logger: silent });
  const ended = engine.waitFor('end');
  await engine.execute();
  await ended;
}

function signal(definition, { id, executionId }) {
  definition.signal({ id, executionId });
}

function servicesOf(scenario) {
  let done = 0;
  return {
    variables: { ...scenario.variables },
    services: {
      work: (_scope, next) => {
        done += 1;
        next(null, {});
      },
      holds: () => scenario.holds(done),
    },
  };
}

function silent() {
  return { debug() {}, error() {}, warn() {} };
}
