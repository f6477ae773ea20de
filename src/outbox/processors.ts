import { WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Queue, type Worker } from 'bullmq';
import { Config } from '../config.js';
import { queueSettings } from './queues.js';
import type { QueueName } from './topics.js';

/** The queues of this program and what works on them. */
@Injectable()
export class Processors {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly config: Config,
  ) {}

  /** With the concurrency and rate of their queue; to be asked for before the first delivery. */
  workers(): Worker[] {
    const settings = queueSettings(this.config);
    const hosts = this.providers().filter((one): one is WorkerHost => one instanceof WorkerHost);
    return hosts.map(({ worker }) => {
      const { concurrency, limiter } = settings[worker.name as QueueName];
      worker.concurrency = concurrency;
      if (limiter) worker.opts.limiter = limiter;
      return worker;
    });
  }

  queues(): Queue[] {
    return this.providers().filter((one): one is Queue => one instanceof Queue);
  }

  private providers(): unknown[] {
    return this.discovery.getProviders().map(({ instance }): unknown => instance);
  }
}
