import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { temporaryFolder } from '../support/folder.js';
import { bpmn, message, messageDefinition, node, serviceTask, timerDefinition, userTask } from '../support/bpmn.js';
import { type SpawnedProgram, spawnBeffroi } from '../support/program.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';

/**
 * kill -9 of the program between any two steps, and of its PostgreSQL: every story still ends, once. At random moments it is
 * killed by the crash suite (`npm run crash`).
 *
 * The program is the built one, in a process of its own. The test speaks to the same database as a second web program would.
 */
describe('a program that is killed', () => {
  let folder: string;
  let url: string;
  let program: SpawnedProgram | undefined;
  let beffroi: TestWorkflow;

  const env = (): Record<string, string> => ({
    DATA_DIR: folder,
    PROCEDURES_DIR: join(folder, 'procedures'),
    DEMO: 'false',
  });
  const start = async (): Promise<void> => void (program = await spawnBeffroi(env()));
  const kill = async (): Promise<void> => {
    await program?.kill();
    program = undefined;
  };
  const rows = async <Row extends pg.QueryResultRow>(query: string, values: unknown[] = []): Promise<Row[]> =>
    (await beffroi.database.query<Row>(query, values)).rows;
  const until = async (what: string, condition: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 40_000; !(await condition()); await sleep(25))
      if (Date.now() > end) throw new Error(`It did not come to this: ${what}. ${program?.output() ?? ''}`);
  };
  const openTask = (instances: string[], element: string) => async (): Promise<boolean> => {
    const query = `SELECT FROM user_task WHERE process_instance_id = ANY($1) AND element = $2 AND state = 'created'`;
    return (await rows(query, [instances, element])).length === instances.length;
  };

  beforeAll(async () => {
    folder = temporaryFolder();
    mkdirSync(join(folder, 'procedures'));
    await start();
    ({ url } = await startEmbeddedPostgres(folder)); // joins the program's
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    pool.on('error', () => undefined); // we kill its server
    const database: TestWorkflow['database'] = {
      url,
      query: (statement, values) => pool.query(statement, values),
      drop: () => pool.end(),
    };
    beffroi = await startWorkflow({ database, env: { ROLE: 'web' } });
    const parts = [
      node('startEvent', 'start'),
      userTask('ask'),
      serviceTask('tell', 'publish-message', {
        headers: { messageName: 'told', timeToLive: 'PT1H' },
        inputs: { correlationKey: '=number' },
      }),
      node('intermediateCatchEvent', 'hear', messageDefinition('told')),
      node('intermediateCatchEvent', 'rest', timerDefinition('timeDuration', 'PT0.3S')),
      userTask('finish'),
      node('endEvent', 'end'),
    ];
    await beffroi.deploy('story.bpmn', bpmn('story', parts, { outside: message('told', '=number') }));
  }, 60_000);

  afterAll(async () => {
    await beffroi?.stop();
    await beffroi?.database.drop();
    await program?.stop();
    await (await startEmbeddedPostgres(folder)).stop({ evenIfUsed: true });
    rmSync(folder, { recursive: true, force: true });
  });

  const begin = (prefix: string, count: number): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => beffroi.start('story', { number: `${prefix}-${index}` })));

  const expectEachOnce = async (instances: string[]): Promise<void> => {
    await until('all ended', async () => {
      const open = await rows(`SELECT FROM process_instance WHERE id = ANY($1) AND status <> 'completed'`, [instances]);
      return open.length === 0;
    });
    for (const element of ['ask', 'tell', 'hear', 'rest', 'finish', 'end']) {
      const activations = await rows<{ n: string }>(
        `SELECT count(*) AS n FROM history_entry WHERE process_instance_id = ANY($1) AND kind = 'element.activated'
         AND data->>'element' = $2 GROUP BY process_instance_id`,
        [instances, element],
      );
      expect({ element, counts: activations.map(({ n }) => Number(n)) }).toEqual({
        element,
        counts: instances.map(() => 1),
      });
    }
    const messages = await rows<{ n: string }>(
      `SELECT correlation_key, count(*) AS n FROM message JOIN message_correlation c ON c.message_id = message.id
       WHERE c.process_instance_id = ANY($1) GROUP BY correlation_key`,
      [instances],
    );
    expect(messages.map(({ n }) => Number(n))).toEqual(instances.map(() => 1));
    for (const table of ['job', 'timer', 'message_subscription'])
      expect(await rows(`SELECT FROM ${table} WHERE process_instance_id = ANY($1)`, [instances])).toEqual([]);
  };

  it('goes on where it was, between any two steps', async () => {
    await kill();
    const instances = await begin('steps', 3);
    for (const key of instances) await beffroi.complete(key, 'ask');
    await start(); // the jobs of a time when nobody ran
    await until('a job was taken', async () => (await rows('SELECT FROM message')).length > 0);
    await kill();
    await start();
    await until('timers run', async () => (await rows('SELECT FROM timer')).length > 0);
    await kill();
    await start(); // the timers fell due meanwhile
    await until('the last task is there', openTask(instances, 'finish'));
    await kill();
    for (const key of instances) await beffroi.complete(key, 'finish');
    await start();
    await expectEachOnce(instances);
  }, 120_000);

  it.each(['together with it', 'alone'])(
    'survives the death of its PostgreSQL, %s',
    async (how) => {
      const instances = await begin(`database-${how}`, 3);
      for (const key of instances) await beffroi.complete(key, 'ask');
      const [pid] = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
      if (how === 'together with it') {
        await kill();
        await start();
      }
      const ready = async (): Promise<boolean> => (await fetch(`${program?.url}/health/ready`)).status === 200;
      await sleep(500);
      await until('the program is ready again', ready);
      await until('the last tasks are there', openTask(instances, 'finish'));
      for (const key of instances) await beffroi.complete(key, 'finish');
      await expectEachOnce(instances);
    },
    60_000,
  );
});
