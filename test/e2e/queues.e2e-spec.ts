import { Processor, WorkerHost } from '@nestjs/bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Job } from 'bullmq';
import { DataSource } from 'typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '../../src/clock.js';
import { readConfig } from '../../src/config.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { DatabaseServer } from '../../src/database/server.js';
import { DeliveryModule } from '../../src/outbox/delivery.module.js';
import { Outbox } from '../../src/outbox/outbox.js';
import { OutboxModule } from '../../src/outbox/outbox.module.js';
import { WORKER } from '../../src/outbox/queues.js';
import { Sweep } from '../../src/outbox/sweep.js';
import type { Delivered } from '../../src/outbox/topics.js';
import { StartModule } from '../../src/program.module.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { redisIsThere, startRedis, type TestRedis } from '../support/redis.js';

/** What the processor of this suite was given, and how it was told to behave. */
const seen: { mail: string; at: number }[] = [];
let behave: (mail: string) => Promise<void> | void = () => undefined;

@Processor('notifications', { ...WORKER, concurrency: 4 })
class SuiteProcessor extends WorkerHost {
  async process({ data }: Job<Delivered<'mail.queued'>>): Promise<void> {
    seen.push({ mail: data.mailId, at: Date.now() });
    await behave(data.mailId);
  }
}

@Module({ imports: [DatabaseModule, OutboxModule, DeliveryModule], providers: [SuiteProcessor] })
class SuiteModule {}

const backends = redisIsThere() ? (['postgres', 'redis'] as const) : (['postgres'] as const);

describe.each(backends)('the outbox and its queues on %s', (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | undefined;
  let program: INestApplicationContext;
  let outbox: Outbox;
  let source: DataSource;
  const clock = new Clock();

  const start = (): Promise<INestApplicationContext> => {
    const env = { DATABASE_URL: database.url, SECRET: 's'.repeat(32), ...(redis && { REDIS_URL: redis.url }) };
    const begin = StartModule.of({ config: readConfig(env), clock, server: new DatabaseServer(database.url) });
    return NestFactory.createApplicationContext(
      { module: SuiteModule, imports: [begin] },
      { logger: false, abortOnError: false },
    );
  };
  const tell = (mailId: string, dueAt?: Date): Promise<void> =>
    source.transaction((tx) => outbox.append(tx, 'mail.queued', { mailId }, dueAt));
  const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 10_000; !(await condition());) {
      if (Date.now() > end) throw new Error(`It did not come to that. Seen: ${JSON.stringify(seen)}`);
      await sleep(10);
    }
  };
  const waiting = async (): Promise<number> =>
    Number((await database.query<{ n: string }>('SELECT count(*) AS n FROM outbox_entry')).rows[0]?.n);
  const mails = (): string[] => seen.map(({ mail }) => mail);

  beforeAll(async () => {
    database = await freshDatabase();
    if (backend === 'redis') redis = await startRedis();
    program = await start();
    outbox = program.get(Outbox);
    source = program.get(DataSource);
  });
  afterAll(async () => {
    await program.close();
    await redis?.stop();
    await database.drop();
  });
  beforeEach(() => {
    seen.length = 0;
    behave = () => undefined;
  });

  it('delivers after the commit, and forgets what was worked on', async () => {
    await tell('1');
    await until(() => mails().includes('1'));
    await until(async () => (await waiting()) === 0);
  });

  it('delivers nothing of a transaction that failed', async () => {
    const failing = source.transaction(async (tx) => {
      await outbox.append(tx, 'mail.queued', { mailId: 'never' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await tell('after');
    await until(() => mails().includes('after'));
    expect(mails()).toEqual(['after']);
  });

  it('does not deliver early', async () => {
    const due = Date.now() + 400;
    await tell('later', new Date(due));
    await until(() => mails().includes('later'));
    expect(seen[0]?.at).toBeGreaterThanOrEqual(due);
  });

  it('delivers again what failed', async () => {
    let tries = 0;
    behave = () => {
      if (++tries === 1) throw new Error('not yet');
    };
    await tell('twice');
    await until(() => tries === 2);
    await until(async () => (await waiting()) === 0);
  });

  it('works on several at once and loses none', async () => {
    behave = () => sleep(5);
    const all = Array.from({ length: 100 }, (_, index) => `m${index}`);
    await Promise.all(all.map((mail) => tell(mail)));
    await until(async () => (await waiting()) === 0);
    expect(mails().sort()).toEqual(all.sort());
  });

  it('delivers once when two programs relay', async () => {
    const second = await start();
    const all = Array.from({ length: 60 }, (_, index) => `r${index}`);
    for (const mail of all) await tell(mail);
    await until(async () => (await waiting()) === 0);
    await second.close();
    expect(mails().sort()).toEqual(all.sort());
  });

  it('hands what a stopping program works on to nobody: it ends first', async () => {
    const second = await start();
    let ended = 0;
    behave = async () => {
      await sleep(300);
      ended++;
    };
    await tell('slow-1');
    await tell('slow-2');
    await until(() => seen.length === 2);
    await second.close();
    await until(() => ended === 2);
    await until(async () => (await waiting()) === 0);
    expect(mails().sort()).toEqual(['slow-1', 'slow-2']);
  });

  it('sends again what the queue lost', async () => {
    await tell('lost', new Date(clock.now().getTime() + 2_000));
    await until(
      async () => (await database.query('SELECT FROM outbox_entry WHERE sent_at IS NOT NULL')).rowCount === 1,
    );
    if (redis) {
      await redis.flush(); // noticed within seconds
    } else {
      await database.query('DELETE FROM bullmq.job');
      clock.advance('PT10M');
      await program.get(Sweep).run();
    }
    await until(() => mails().includes('lost'));
    await until(async () => (await waiting()) === 0);
    expect(mails()).toEqual(['lost']);
  });

  if (backend === 'redis')
    it('goes on when a Redis that was away, and has forgotten everything, is back', async () => {
      const port = redis?.port;
      await redis?.stop();
      await tell('meanwhile');
      await sleep(300);
      expect(mails()).toEqual([]);
      redis = await startRedis(port);
      await until(() => mails().includes('meanwhile'));
      await until(async () => (await waiting()) === 0);
      expect(mails()).toEqual(['meanwhile']);
    }, 40_000);
});
