import {
  Body,
  Controller,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Query,
  Redirect,
  Render,
} from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { QueueOverviewService } from '../../outbox/queue-overview.service.js';
import { QueueActions, type QueueDeed } from './queue-actions.js';

const DEEDS: Readonly<Record<string, QueueDeed>> = { relancer: 'retry', abandonner: 'discard' };
const MOST_CHARACTERS = 500;

/** The queues of the program, for whoever keeps it alive. */
@Roles('administrator')
@Controller('bureau/files')
export class QueuesController {
  constructor(
    private readonly overview: QueueOverviewService,
    private readonly actions: QueueActions,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Render('desk/queues.njk')
  async show(@Query() { fait, motif }: { fait?: string; motif?: string }) {
    const now = this.clock.now().getTime();
    const [queues, deliveries, jobs] = await Promise.all([
      this.overview.all(),
      this.overview.failing(),
      this.actions.failingJobs(),
    ]);
    return {
      queues: queues.map((one) => ({
        ...one,
        age: one.oldest && Math.max(0, Math.round((now - one.oldest.getTime()) / 1_000)),
      })),
      deliveries: deliveries.map((one) => ({ ...one, about: Object.values(one.payload).filter(isPlain).join(' ') })),
      jobs,
      done: fait !== undefined,
      refused: motif === 'motif' || motif === 'fini' ? motif : undefined,
    };
  }

  @Post('livraisons/:id/:deed')
  @Redirect()
  async delivery(
    @Param() { id = '', deed = '' }: Record<string, string>,
    @Body('motif') reason: unknown,
    @CurrentUser() account: CurrentAccount,
  ) {
    const asked = read(id, deed, reason);
    if (!asked.reason) return back('motif=motif');
    return back((await this.actions.delivery(id, asked.deed, asked.reason, account)) ? 'fait=1' : 'motif=fini');
  }

  @Post('travaux/:id/:deed')
  @Redirect()
  async job(
    @Param() { id = '', deed = '' }: Record<string, string>,
    @Body('motif') reason: unknown,
    @CurrentUser() account: CurrentAccount,
  ) {
    const asked = read(id, deed, reason);
    if (!asked.reason) return back('motif=motif');
    return back((await this.actions.job(id, asked.deed, asked.reason, account)) ? 'fait=1' : 'motif=fini');
  }
}

function read(id: string, deed: string, reason: unknown): { deed: QueueDeed; reason: string } {
  const known = DEEDS[deed];
  if (!known || !/^\d{1,19}$/.test(id)) throw new NotFoundException();
  return { deed: known, reason: typeof reason === 'string' ? reason.trim().slice(0, MOST_CHARACTERS) : '' };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function back(told: string): { url: string; statusCode: number } {
  return { url: `/bureau/files?${told}`, statusCode: HttpStatus.SEE_OTHER };
}
