import type { Type } from '@nestjs/common';
import { PublishMessageWorker } from './publish-message.worker.js';
import type { Worker } from './worker.js';

/** Job type -> worker. */
export const workers: Readonly<Record<string, Type<Worker>>> = {
  'publish-message': PublishMessageWorker,
};
