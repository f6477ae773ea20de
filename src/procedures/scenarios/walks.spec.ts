import { describe, expect, it } from '@jest/globals';
import { read, simulate } from '#engine';
import { pathsThrough } from './paths-through.js';
import { walksIn } from './walks.js';

const model = (content: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="x">
  <process id="p" isExecutable="true">${content}</process>
</definitions>`;
const flow = (id: string, from: string, to: string, when = '') =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${when && `<conditionExpression xsi:type="tFormalExpression">${when}</conditionExpression>`}</sequenceFlow>`;

const loop = model(`
  <startEvent id="start"/><userTask id="check"/><exclusiveGateway id="right" default="no"/><endEvent id="end"/>
  ${flow('a', 'start', 'check')}${flow('b', 'check', 'right')}${flow('no', 'right', 'check')}${flow('yes', 'right', 'end', '=ok')}`);
const fork = model(`
  <startEvent id="start"/><parallelGateway id="fork"/><userTask id="one"/><userTask id="other"/>
  <parallelGateway id="join"/><endEvent id="end"/>
  <boundaryEvent id="late" attachedToRef="one" cancelActivity="false"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition></boundaryEvent>
  <endEvent id="reminded"/>
  ${flow('a', 'start', 'fork')}${flow('b', 'fork', 'one')}${flow('c', 'fork', 'other')}${flow('d', 'one', 'join')}
  ${flow('e', 'other', 'join')}${flow('f', 'join', 'end')}${flow('g', 'late', 'reminded')}`);

/** The ways of one case through a model, as texts; and all that there are. */
async function play(xml: string, act: (simulation: Awaited<ReturnType<typeof simulate>>) => void) {
  const { scope } = (await read(xml)).model!.processes[0]!;
  const simulation = await simulate(xml);
  simulation.start();
  act(simulation);
  const text = ({ elements }: { elements: readonly string[] }) => elements.join(' ');
  return { walked: walksIn(scope, simulation.log).map(text).sort(), all: pathsThrough(scope).paths.map(text).sort() };
}

describe('walksIn', () => {
  it('tells a way with a loop without the loop', async () => {
    const { walked, all } = await play(loop, (simulation) => {
      simulation.complete({ element: 'check', variables: { ok: false } });
      simulation.complete({ element: 'check', variables: { ok: false } });
      simulation.complete({ element: 'check', variables: { ok: true } });
    });
    expect(walked).toEqual(['start check right end']);
    expect(walked).toEqual(all);
  });

  it('follows every branch to a join and on, and an event beside a task', async () => {
    const { walked, all } = await play(fork, (simulation) => {
      simulation.advance('PT2H');
      simulation.complete({ element: 'other' });
      simulation.complete({ element: 'one' });
    });
    expect(walked).toEqual(all);
    expect(all).toHaveLength(3);
  });

  it('knows no way that has not come to an end', async () => {
    expect((await play(fork, (simulation) => simulation.complete({ element: 'one' }))).walked).toEqual([]);
  });

  it('knows none but those that were gone', async () => {
    const { walked } = await play(fork, (simulation) => {
      simulation.complete({ element: 'one' });
      simulation.complete({ element: 'other' });
    });
    expect(walked).toEqual(['start fork one join end', 'start fork other join end']);
  });
});
