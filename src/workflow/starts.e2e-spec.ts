import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, node, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { SYSTEM } from '../history/actor.js';
import { ProcessInstancesService } from './process-instances.service.js';
import { StartsService, type WantedStart } from './starts.service.js';

describe('starts that come at the same time', () => {
  let beffroi: TestWorkflow;

  const start = (wanted: Partial<WantedStart> = {}) =>
    beffroi.get(StartsService).start({ process: { id: 'check' }, variables: {}, actor: SYSTEM, ...wanted });
  const keyOf = async (wanted: Partial<WantedStart> = {}): Promise<string> => {
    const outcome = await start(wanted);
    if ('rejection' in outcome) throw new Error(outcome.rejection.message);
    return outcome.processInstanceKey;
  };
  const transactions = async (keys: readonly string[]): Promise<number> => {
    const query = 'SELECT count(DISTINCT xmin::text)::int AS number FROM process_instance WHERE id = ANY($1)';
    return (await beffroi.database.query<{ number: number }>(query, [keys])).rows[0]?.number ?? 0;
  };

  beforeAll(async () => {
    beffroi = await startWorkflow();
    const steps = [node('startEvent', 'start'), userTask('look'), userTask('after'), node('endEvent', 'end')];
    await beffroi.deploy('check.bpmn', bpmn('check', steps));
    await beffroi.deploy('check.bpmn', bpmn('check', [...steps.slice(0, 2), node('endEvent', 'end')]));
  });
  afterAll(() => beffroi.stop());

  it('share a transaction, and each has its own variables and tags', async () => {
    const keys = await Promise.all(
      Array.from({ length: 12 }, (_, n) => keyOf({ variables: { n }, tags: n === 3 ? ['urgent'] : undefined })),
    );
    expect(new Set(keys).size).toBe(12);
    expect(await transactions(keys)).toBe(1);
    for (const [n, key] of keys.entries()) {
      expect(await beffroi.tasks(key)).toMatchObject([{ element: 'look' }]);
      expect(await beffroi.get(ProcessInstancesService).variables(key)).toEqual({ n });
      const { rows } = await beffroi.database.query('SELECT tags FROM process_instance WHERE id = $1', [key]);
      expect(rows).toEqual([{ tags: n === 3 ? ['urgent'] : [] }]);
    }
  });

  it('do not share a failure', async () => {
    const starts = [1, 2, 3].map((n) => start({ variables: { note: n === 2 ? 'a\u0000b' : 'fine' } }));
    const outcomes = await Promise.allSettled(starts);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are of the version that was asked for, or rejected by what nobody knows', async () => {
    const outcomes = await Promise.all([
      start(),
      start({ process: { id: 'check', version: 1 } }),
      start({ process: { id: 'check', version: 7 } }),
      start({ process: { id: 'nothing' } }),
      start({ process: { key: '999999' } }),
      start({ at: [{ element: 'nowhere' }] }),
      start({ process: { id: 'check', version: 1 }, at: [{ element: 'after' }] }),
    ]);
    const gone = (message: string) => ({ rejection: { code: 'no-such-definition', message } });
    expect(outcomes).toMatchObject([
      { definition: { processId: 'check', version: 2 } },
      { definition: { processId: 'check', version: 1 } },
      gone('There is no deployed process "check" in version 7.'),
      gone('There is no deployed process "nothing".'),
      gone('There is no process definition 999999.'),
      { rejection: { code: 'no-such-element' } },
      { definition: { version: 1 } },
    ]);
  });

  it('have at most one running instance per business id, also within a transaction', async () => {
    const names = ['a', 'b', 'a', 'c', 'a', 'b', undefined, undefined];
    const outcomes = await Promise.all(names.map((businessId) => start({ businessId })));
    const codes = outcomes.map((outcome) => ('rejection' in outcome ? outcome.rejection.code : 'started'));
    const taken = 'business-id-taken';
    expect(codes).toEqual(['started', 'started', taken, 'started', taken, taken, 'started', 'started']);
    const [first] = outcomes;
    const key = first && 'processInstanceKey' in first ? first.processInstanceKey : '';
    await beffroi.complete(key, 'look');
    await expect(start({ businessId: 'a' })).resolves.toHaveProperty('processInstanceKey');
  });
});
