import { describe, expect, it } from '@jest/globals';
import { read } from '#engine';
import { bpmn, extensions, flow, node } from '../../../test/support/bpmn.js';
import { explore } from './explore.js';
import { NodeFacts } from './node-facts.js';
import { flowsIn, nodesIn } from './parts-of.js';
import { GIVEN } from './state.js';

const make = (id: string, name: string) =>
  node('scriptTask', id, extensions(`<zeebe:script expression="=1" resultVariable="${name}"/>`));
const need = (id: string, ...names: string[]) =>
  node('scriptTask', id, extensions(`<zeebe:script expression="=[${names.join(', ')}]" resultVariable="${id}"/>`));
const aside = (part: ReturnType<typeof node>) => ({ ...part, aside: true });

/** What is read before it is made, as `node name`. */
async function missing(parts: Parameters<typeof bpmn>[1]) {
  const { model } = await read(bpmn('p', parts));
  const { scope } = model!.processes[0]!;
  const facts = new NodeFacts({
    forms: new Map(),
    decisions: [],
    nodes: nodesIn(scope),
    conditions: flowsIn(scope).flatMap(({ condition }) => condition ?? []),
    templateReads: () => [],
  });
  const { missings } = explore(model!.processes[0]!, facts, GIVEN);
  return missings.map(({ node: { id }, read: { name } }) => `${id} ${name}`).sort();
}

const start = node('startEvent', 'start');
const end = node('endEvent', 'end');

describe('explore', () => {
  it('knows what was made before', async () => {
    expect(await missing([start, make('one', 'a'), need('reads', 'a', 'b', 'dossier'), end])).toEqual(['reads b']);
  });

  it('has at a parallel join what all branches have made', async () => {
    const parts = (gateway: string) => [
      start,
      node(gateway, 'fork'),
      make('one', 'a'),
      node(gateway, 'join'),
      need('reads', 'a', 'b'),
      end,
      aside(make('two', 'b')),
      flow('fork', 'two'),
      flow('two', 'join'),
    ];
    expect(await missing(parts('parallelGateway'))).toEqual([]);
    expect(await missing(parts('inclusiveGateway'))).toEqual(['reads a', 'reads b']);
  });

  it('has at a merge only what every way has made', async () => {
    const parts = [
      start,
      node('exclusiveGateway', 'choice'),
      make('one', 'a'),
      node('exclusiveGateway', 'merge'),
      need('reads', 'a'),
      end,
      aside(flow('choice', 'merge')),
    ];
    expect(await missing(parts)).toEqual(['reads a']);
  });

  it('ends in a loop, where the first round has not what the second has', async () => {
    const parts = [
      start,
      node('exclusiveGateway', 'again'),
      need('reads', 'a'),
      make('one', 'a'),
      node('exclusiveGateway', 'enough'),
      end,
    ];
    expect(await missing([...parts, aside(flow('enough', 'again'))])).toEqual(['reads a']);
  });

  it('has at a boundary event what was there before the activity', async () => {
    const event = aside(
      node(
        'boundaryEvent',
        'late',
        '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>',
        'attachedToRef="one"',
      ),
    );
    const parts = [
      start,
      make('zero', 'z'),
      make('one', 'a'),
      end,
      event,
      aside(need('reads', 'a', 'z')),
      flow('late', 'reads'),
    ];
    expect(await missing(parts)).toEqual(['reads a']);
  });

  it('goes through sub-processes', async () => {
    const inner = [node('startEvent', 'in'), make('one', 'a'), node('endEvent', 'out')];
    const inside = [...inner.map(({ xml }) => xml), flow('in', 'one').xml, flow('one', 'out').xml].join('');
    expect(await missing([start, node('subProcess', 'sub', inside), need('reads', 'a', 'b'), end])).toEqual([
      'reads b',
    ]);
  });
});
