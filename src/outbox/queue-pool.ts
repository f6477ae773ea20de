import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Connection } from '../database/connection.js';
import { DatabaseServer } from '../database/server.js';
import { queues } from './topics.js';

/** Besides the one connection on which each queue's worker listens. */
const SHARED_CONNECTIONS = 8;

/**
 * The connections of all queues that live in PostgreSQL. They are ours and not BullMQ's own, because BullMQ does not listen
 * to the errors of connections that it has taken out of its pool, and such an error ends the program; and because one pool
 * for all queues needs a fraction of the connections.
 */
@Injectable()
export class QueuePool implements OnApplicationShutdown {
  readonly pool: pg.Pool;

  constructor({ url }: DatabaseServer) {
    this.pool = new pg.Pool({
      Client: Connection,
      connectionString: url,
      max: Object.keys(queues).length + SHARED_CONNECTIONS,
      keepAlive: true,
      application_name: 'beffroi-queues',
      options: '-c search_path=bullmq',
    });
    this.pool.on('error', () => undefined); // of one that nobody uses
    this.pool.setMaxListeners(0); // every queue and every worker listens
  }

  /** The workers were closed before; a queue that only sends holds no connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
