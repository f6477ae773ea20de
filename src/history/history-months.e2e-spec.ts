import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testClock } from '../../test/support/clock.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { Sweep } from '../outbox/sweep.js';
import { SYSTEM } from './actor.js';
import { History } from './history.js';
import { DataSource } from 'typeorm';

describe('the months of the history', () => {
  let beffroi: TestWorkflow;
  const months = async (): Promise<string[]> =>
    (
      await beffroi.database.query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'history_entry'::regclass ORDER BY 1`,
      )
    ).rows.map(({ name }) => name.replace('history_entry_', ''));
  const placesOf = async (kind: string): Promise<string[]> =>
    (
      await beffroi.database.query<{ place: string }>(
        'SELECT tableoid::regclass::text AS place FROM history_entry WHERE kind = $1 ORDER BY id',
        [kind],
      )
    ).rows.map(({ place }) => place.replace('history_entry_', ''));
  const write = async (kind: string, ...times: string[]): Promise<void> => {
    const entries = times.map((at) => ({ dossierId: '7', kind, actor: SYSTEM, at: new Date(at) }));
    await beffroi.get(History).append(beffroi.get(DataSource).manager, ...entries);
  };

  beforeAll(async () => {
    beffroi = await startWorkflow({ clock: testClock('2031-01-31T22:30:00Z') });
    await beffroi.get(Sweep).run();
  });
  afterAll(() => beffroi.stop());

  it('are there before they begin', async () => {
    expect(await months()).toEqual(expect.arrayContaining(['2031_01', '2031_02', '2031_03', 'default']));
    expect(await months()).not.toContain('2031_04');
    await beffroi.advance('PT2H');
    expect(await months()).toContain('2031_04');
  });

  it('begin at midnight UTC', async () => {
    await write('border', '2031-01-31T23:59:59.999Z', '2031-02-01T00:00:00Z');
    expect(await placesOf('border')).toEqual(['2031_01', '2031_02']);
  });

  it('catch up with entries that had none, which the metrics say until then', async () => {
    await write('late', '2019-05-01T00:00:00Z', '2019-05-31T12:00:00Z', '2044-12-31T00:00:00Z');
    expect(await placesOf('late')).toEqual(['default', 'default', 'default']);
    const metrics = async () => (await fetch(`${beffroi.url}/metrics`)).text();
    expect(await metrics()).toContain('\nbeffroi_history_entries_without_month 3\n');
    await beffroi.get(Sweep).run();
    expect(await placesOf('late')).toEqual(['2019_05', '2019_05', '2044_12']);
    expect(await metrics()).toContain('\nbeffroi_history_entries_without_month 0\n');
    const all = await beffroi.get(History).search({ dossierId: '7' });
    expect(all.map(({ kind }) => kind)).toEqual(['border', 'border', 'late', 'late', 'late']);
  });

  it('only grow', async () => {
    await expect(beffroi.database.query(`UPDATE history_entry SET kind = 'x'`)).rejects.toThrow('only grows');
    await expect(beffroi.database.query(`UPDATE history_entry_2019_05 SET kind = 'x'`)).rejects.toThrow('only grows');
  });
});
