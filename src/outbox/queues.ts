import { BullModule } from '@nestjs/bullmq';
import type { DynamicModule } from '@nestjs/common';
import { type ConnectionOptions, createPostgresBackend, createRedisBackend, setDefaultBackendFactory } from 'bullmq';
import { Config } from '../config.js';
import { QueuePool } from './queue-pool.js';
import { type QueueName, queues } from './topics.js';

/**
 * A dead program's deliveries are taken over after some seconds, as often as needed: a delivery that stalled is not a
 * delivery that failed. A queue that was away is asked again after a second.
 */
export const WORKER = { lockDuration: 8_000, stalledInterval: 4_000, maxStalledCount: 1_000, runRetryDelay: 1_000 };

export interface QueueSettings {
  readonly concurrency: number;
  /** Of all programs together. */
  readonly limiter?: { readonly max: number; readonly duration: number };
}

/** What the table says of a queue, and the configuration over it. */
export function queueSettings({ queueConcurrency, queueRate }: Config): Readonly<Record<QueueName, QueueSettings>> {
  const names = Object.keys(queues) as QueueName[];
  for (const name of Object.keys({ ...queueConcurrency, ...queueRate }))
    if (!names.some((one) => one === name))
      throw new Error(`There is no queue "${name}": QUEUE_CONCURRENCY and QUEUE_RATE may name ${names.join(', ')}.`);
  const settings = names.map((name) => {
    const { [name]: limiter } = queueRate;
    return [
      name,
      { ...queues[name], concurrency: queueConcurrency[name] ?? queues[name].concurrency, ...(limiter && { limiter }) },
    ] as const;
  });
  return Object.fromEntries(settings) as Record<QueueName, QueueSettings>;
}

/** BullMQ on Redis when there is one, else in our PostgreSQL: one connection for the relay and the processors. */
export function queueConnections(): DynamicModule[] {
  return [
    BullModule.forRootAsync({
      extraProviders: [QueuePool],
      inject: [Config, QueuePool],
      useFactory: ({ redisUrl }: Config, { pool }: QueuePool) => {
        if (redisUrl) {
          setDefaultBackendFactory(createRedisBackend);
          return { connection: { url: redisUrl, maxRetriesPerRequest: null }, prefix: 'beffroi' };
        }
        setDefaultBackendFactory(createPostgresBackend);
        // BullMQ types only know Redis here
        return { connection: pool as unknown as ConnectionOptions };
      },
    }),
    BullModule.registerQueue(...Object.keys(queues).map((name) => ({ name }))),
  ];
}
