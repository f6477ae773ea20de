import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
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

  it('are made while others write: nobody is refused', async () => {
    // a program that ran on past the last month, without a background program that makes one
    const later = ['2032-07', '2032-08', '2032-09', '2032-10', '2032-11', '2032-12'];
    const source = beffroi.get(DataSource);
    let writing = true;
    let written = 0;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; writing; n++) {
        const at = new Date(`${later[(writer + n) % later.length]}-15T12:00:00Z`);
        await source.transaction((tx) =>
          beffroi.get(History).append(tx, { dossierId: '8', kind: 'busy', actor: SYSTEM, at }),
        );
        written++;
      }
    });
    const failure = Promise.all(writers);
    for (const month of later) {
      const before = written;
      await source.query('SELECT history_month($1::date)', [`${month}-01`]);
      while (written < before + 20) await Promise.race([sleep(5), failure]);
    }
    writing = false;
    await failure;
    expect(await beffroi.get(History).search({ dossierId: '8' })).toHaveLength(written);
    await beffroi.get(Sweep).run(); // what had been on its way to the default partition
    expect(new Set(await placesOf('busy'))).toEqual(new Set(later.map((month) => month.replace('-', '_'))));
  });

  it('go when they are old and empty, once a day', async () => {
    await write('old', '2020-02-03T00:00:00Z', '2020-03-03T00:00:00Z');
    await beffroi.get(Sweep).run();
    await beffroi.database.query(`DELETE FROM history_entry WHERE at < '2020-03-01' AND at >= '2020-01-01'`);
    await beffroi.get(Sweep).run();
    expect(await months()).toEqual(expect.arrayContaining(['2020_02', '2020_03']));
    await beffroi.advance('P1D');
    await beffroi.get(Sweep).run();
    expect(await months()).not.toContain('2020_02');
    expect(await months()).toEqual(expect.arrayContaining(['2019_05', '2020_03', '2031_01', '2031_02']));
    await write('late again', '2020-02-03T00:00:00Z');
    await beffroi.get(Sweep).run();
    expect(await placesOf('late again')).toEqual(['2020_02']);
  });

  it('only grow', async () => {
    await expect(beffroi.database.query(`UPDATE history_entry SET kind = 'x'`)).rejects.toThrow('only grows');
    await expect(beffroi.database.query(`UPDATE history_entry_2019_05 SET kind = 'x'`)).rejects.toThrow('only grows');
  });
});
