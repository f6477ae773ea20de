import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, node, serviceTask, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';

describe('the metrics', () => {
  let beffroi: TestWorkflow;
  const ask = (headers: Record<string, string> = {}): Promise<Response> => fetch(`${beffroi.url}/metrics`, { headers });

  beforeAll(async () => {
    beffroi = await startWorkflow();
    const ends = [node('startEvent', 'start'), node('endEvent', 'end')] as const;
    await beffroi.deploy('permit.bpmn', bpmn('permit', [ends[0], userTask('look'), ends[1]]));
    await beffroi.deploy('ball.bpmn', bpmn('ball', [ends[0], serviceTask('dance', 'dance'), ends[1]]));
    await beffroi.start('permit');
    await beffroi.start('permit');
    await beffroi.start('ball');
    await beffroi.settled();
  });
  afterAll(() => beffroi.stop());

  it('count what is open', async () => {
    const response = await ask();
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const lines = (await response.text()).split('\n');
    expect(lines.filter((line) => line.startsWith('beffroi_') && !line.includes('utilization'))).toEqual([
      'beffroi_process_instances_open{process="ball"} 1',
      'beffroi_process_instances_open{process="permit"} 2',
      'beffroi_user_tasks_open{process="permit"} 2',
      'beffroi_user_tasks_overdue 0',
      'beffroi_jobs_waiting{type="dance"} 1',
      'beffroi_timers_overdue_seconds 0',
      'beffroi_incidents_open 0',
      'beffroi_outbox_waiting_seconds 0',
      'beffroi_history_entries_without_month 0',
    ]);
    expect(lines.some((line) => /^process_resident_memory_bytes \d+$/.test(line))).toBe(true);
  });

  it('are not for those who come by a proxy', async () => {
    expect((await ask({ 'x-forwarded-for': '203.0.113.7' })).status).toBe(404);
  });
});
