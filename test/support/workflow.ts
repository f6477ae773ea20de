/**
 * A program that has no procedures but those of the test:
 *
 *     const beffroi = await startWorkflow();
 *     await beffroi.deploy('order.bpmn', bpmn('order', [...]));
 *     const key = await beffroi.start('order', { amount: 3 });
 *     expect(await beffroi.tasks(key)).toMatchObject([{ element: 'check' }]);
 */
import { rmSync } from 'node:fs';
import { DataSource } from 'typeorm';
import type { Variables } from '#engine';
import { type Actor, SYSTEM } from '../../src/history/actor.js';
import { type DeploymentResult, DeploymentsService } from '../../src/workflow/deployments.service.js';
import type { Outcome } from '../../src/workflow/outcome.js';
import type { ProcessInstanceRow } from '../../src/workflow/process-instance.entity.js';
import { ProcessInstancesService } from '../../src/workflow/process-instances.service.js';
import type { UserTaskRow } from '../../src/workflow/user-task.entity.js';
import { UserTasksService } from '../../src/workflow/user-tasks.service.js';
import { temporaryFolder } from './folder.js';
import { startBeffroi, type TestProgram, type TestStart } from './app.js';

export interface TestWorkflow extends TestProgram {
  deploy(name: string, content: string): Promise<DeploymentResult>;
  start(processId: string, variables?: Variables): Promise<string>;
  tasks(processInstanceKey: string): Promise<UserTaskRow[]>;
  /** Completes the one open task of that element. */
  complete(processInstanceKey: string, element: string, variables?: Variables, actor?: Actor): Promise<Outcome>;
  instance(processInstanceKey: string): Promise<ProcessInstanceRow>;
}

export async function startWorkflow(start: TestStart = {}): Promise<TestWorkflow> {
  const empty = temporaryFolder();
  const program = await startBeffroi({ ...start, env: { PROCEDURES_DIR: empty, DEMO: 'false', ...start.env } });
  const source = program.get(DataSource);
  const userTasks = program.get(UserTasksService);
  const instances = program.get(ProcessInstancesService);
  const tasks = (processInstanceKey: string): Promise<UserTaskRow[]> => userTasks.search({ processInstanceKey });
  return {
    ...program,
    tasks,
    deploy: (name, content) =>
      source.transaction((tx) => program.get(DeploymentsService).deploy(tx, { resources: [{ name, content }] })),
    start: async (processId, variables = {}) => {
      const started = await source.transaction((tx) => instances.start(tx, { processId, variables, actor: SYSTEM }));
      return started.processInstanceKey;
    },
    complete: async (key, element, variables = {}, actor = SYSTEM) => {
      const [task] = (await tasks(key)).filter((one) => one.element === element);
      if (!task) throw new Error(`There is no open task ${element}.`);
      return userTasks.complete(task.id, variables, actor);
    },
    instance: async (key) => {
      const row = await instances.get(key);
      if (!row) throw new Error(`There is no instance ${key}.`);
      return row;
    },
    stop: async () => {
      await program.stop();
      rmSync(empty, { recursive: true });
    },
  };
}
