import { BullModule } from '@nestjs/bullmq';
import type { DynamicModule } from '@nestjs/common';
import { type ConnectionOptions, createPostgresBackend, createRedisBackend, setDefaultBackendFactory } from 'bullmq';
import { Config } from '../config.js';
import { DatabaseServer } from '../database/server.js';
import { queues } from './topics.js';

/**
 * BullMQ on Redis when there is one, else in our PostgreSQL. A dead program's deliveries are taken over after some
 * seconds, as often as needed: a delivery that stalled is not a delivery that failed.
 */
export const WORKER = { lockDuration: 8_000, stalledInterval: 4_000, maxStalledCount: 1_000 };

/** The queues' connection, shared by the relay and the processors. */
export function queueConnections(): DynamicModule[] {
  return [
    BullModule.forRootAsync({
      inject: [Config, DatabaseServer],
      useFactory: ({ redisUrl }: Config, { url }: DatabaseServer) => {
        if (redisUrl) {
          setDefaultBackendFactory(createRedisBackend);
          return { connection: { url: redisUrl, maxRetriesPerRequest: null }, prefix: 'beffroi' };
        }
        setDefaultBackendFactory(createPostgresBackend);
        // BullMQ types only know Redis here
        return { connection: { connectionString: url, max: 2 } as unknown as ConnectionOptions };
      },
    }),
    BullModule.registerQueue(...Object.keys(queues).map((name) => ({ name }))),
  ];
}
