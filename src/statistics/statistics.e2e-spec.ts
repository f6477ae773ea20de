import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { CurrentAccount } from '../access/visitor.js';
import type { Confidentiality } from '../forms/confidentiality.js';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { StatisticsService } from './statistics.service.js';

/** A day, so many days before now. */
let ago: (days: number) => Date;
let beffroi: TestProgram;

/** An agent of the department, cleared up to there. */
const agent = (clearance: Confidentiality) =>
  ({ id: '1', departments: ['population'], clearance }) as unknown as CurrentAccount;

/** Counted by hand below: six dossiers, one of them old, one of another department. */
const DOSSIERS = [
  { number: 1, received: 2, closed: 1, channel: 'online', status: 'delivree', score: 5, department: 'population' },
  { number: 2, received: 10, closed: 4, channel: 'online', status: 'refusee', score: 2, department: 'population' },
  { number: 3, received: 12, closed: 10, channel: 'counter', status: 'delivree', score: 4, department: 'population' },
  { number: 4, received: 20, channel: 'phone', status: 'a-completer', department: 'population' },
  { number: 5, received: 200, closed: 100, channel: 'online', status: 'delivree', department: 'population' },
  { number: 6, received: 3, channel: 'online', status: 'en-traitement', department: 'etat-civil' },
];

beforeAll(async () => {
  beffroi = await startBeffroi();
  const now = beffroi.clock.now().getTime();
  ago = (days) => new Date(now - days * 86_400_000);
  const database = beffroi.get(DataSource);
  for (const one of DOSSIERS) {
    const closed = one.closed === undefined ? null : ago(one.closed);
    const [row] = await database.query<[{ id: string }]>(
      `INSERT INTO dossier (reference, procedure_key, form_id, department, applicant_name, lang, channel, answers,
         tracking_code_hash, public_status, public_status_at, submitted_at, closed_at)
       VALUES ($1, 'certificat-de-residence', 'demande', $2, 'Alice Exemple', 'fr', $3, '{}', $4, $5, $6, $6, $7)
       RETURNING id`,
      [
        `T-${one.number}`,
        one.department,
        one.channel,
        Buffer.from([one.number]),
        one.status,
        ago(one.received),
        closed,
      ],
    );
    if (one.score)
      await database.query('INSERT INTO satisfaction VALUES ($1, $2, $3, $4)', [row.id, one.score, '', closed]);
    if (one.status === 'a-completer')
      await database.query(
        `INSERT INTO history_entry (dossier_id, kind, actor, at, data, public)
         VALUES ($1, 'status.reached', '{"kind":"system"}', $2, '{"status":"a-completer"}', true)`,
        [row.id, ago(19)],
      );
  }
  // the fourth waits for an agent in a block that its process has called, a day late; the sixth has time
  await database.query(
    `INSERT INTO definition (id, kind, definition_id, version, resource_name, content, checksum, deployed_at)
     VALUES (900, 'process', 'p', 1, 'p.bpmn', '', '', now())`,
  );
  await database.query(
    `INSERT INTO process_instance (id, process_definition_id, process_id, root_id, parent_id, status, state, steps, started_at)
     VALUES (901, 900, 'p', 901, NULL, 'active', '{}', 1, now()), (902, 900, 'p', 901, 901, 'active', '{}', 1, now()),
       (903, 900, 'p', 903, NULL, 'active', '{}', 1, now())`,
  );
  for (const [number, instance] of [
    ['4', 901],
    ['6', 903],
  ] as const)
    await database.query(`UPDATE dossier SET process_instance_key = $2 WHERE reference = $1`, [
      `T-${number}`,
      instance,
    ]);
  for (const [instance, due] of [
    [902, ago(1)],
    [903, ago(-1)],
  ] as const)
    await database.query(
      `INSERT INTO user_task (process_instance_id, process_definition_id, process_id, wait, element, element_instance, name,
         state, candidate_groups, candidate_users, due_at, priority, headers, created_at)
       VALUES ($1, 900, 'p', '1', 'e', '1', 'e', 'created', '{}', '{}', $2, 50, '{}', now())`,
      [instance, due],
    );
});
afterAll(() => beffroi.stop());

describe('statistics', () => {
  it('of one department and thirty days are what one counts by hand', async () => {
    const figures = await beffroi.get(StatisticsService).of({ for: agent('normal'), days: 30 });
    expect(figures).toMatchObject({
      received: 4,
      closed: 3,
      backlog: 1,
      overdue: 1,
      takeUp: 2 / 4,
      firstTimeRight: 3 / 4,
      ratings: 3,
      satisfied: 2 / 3,
      channels: [
        { key: 'online', count: 2 },
        { key: 'counter', count: 1 },
        { key: 'phone', count: 1 },
      ],
      outcomes: [
        { key: 'delivree', count: 2 },
        { key: 'refusee', count: 1 },
      ],
    });
    // they took 1, 2 and 6 days
    expect(figures.medianDays).toBeCloseTo(2, 5);
    expect(figures.ninthDecileDays).toBeCloseTo(5.2, 5);
    expect(figures.delays.map(({ count }) => count)).toEqual([0, 2, 1, 0, 0, 0]);
    // the fourth has been open for twenty days
    expect(figures.ages.map(({ count }) => count)).toEqual([0, 0, 1, 0, 0, 0]);
    // marks 5, 2 and 4
    expect(figures.scores).toEqual(
      ['0', '1', '0', '1', '1'].map((n, mark) => ({ key: `${mark + 1}`, count: Number(n) })),
    );
    expect(figures.weeks).toHaveLength(12);
    // the fourth
    expect(figures.weeks.at(-1)!.open).toBe(1);
    expect(figures.weeks.reduce((sum, week) => sum + week.received, 0)).toBe(4);
    expect(figures.weeks.reduce((sum, week) => sum + week.closed, 0)).toBe(3);
  });

  it('count what is open at the end of each week, and what came in and went out between', async () => {
    const { weeks } = await beffroi.get(StatisticsService).of({ days: 30 });
    for (const [index, { open, received, closed }] of weeks.entries())
      if (index > 0) expect(open).toBe(weeks[index - 1]!.open + received - closed);
    // the fourth and the sixth
    expect(weeks.at(-1)!.open).toBe(2);
  });

  it('leave out what is too confidential for an agent, and count it for all', async () => {
    const database = beffroi.get(DataSource);
    await database.query(`UPDATE dossier SET confidentiality = 'restricted' WHERE reference IN ('T-1', 'T-4')`);
    const of = async (asking: { for?: CurrentAccount }) => {
      const { received, backlog, overdue } = await beffroi.get(StatisticsService).of({ ...asking, days: 30 });
      return [received, backlog, overdue];
    };
    expect(await of({ for: agent('normal') })).toEqual([2, 0, 0]);
    expect(await of({ for: agent('restricted') })).toEqual([4, 1, 1]);
    expect(await of({})).toEqual([5, 2, 1]);
    await database.query(`UPDATE dossier SET readers = '{1}' WHERE reference = 'T-4'`);
    expect(await of({ for: agent('normal') })).toEqual([3, 1, 1]);
    await database.query(`UPDATE dossier SET confidentiality = 'normal', readers = '{}'`);
  });

  it('of every department and a year hold all', async () => {
    const figures = await beffroi.get(StatisticsService).of({ days: 365 });
    expect(figures).toMatchObject({ received: 6, closed: 4, backlog: 2 });
  });

  it('of nothing divide by nothing', async () => {
    const figures = await beffroi.get(StatisticsService).of({ procedure: 'nothing', days: 30 });
    expect(figures).toMatchObject({ received: 0, channels: [], outcomes: [], ratings: 0 });
    expect([figures.medianDays, figures.takeUp, figures.satisfied]).toEqual([undefined, undefined, undefined]);
  });
});
