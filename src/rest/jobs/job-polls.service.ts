import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CommitBell } from '../../workflow/commit-bell.js';
import { type ActivatedJob, type Activation, JobActivationService } from '../../workflow/job-activation.service.js';
import { Problem } from '../protocol/problem.js';

/** More than this wait nowhere: each one is an open connection. */
const MOST_WAITING = 20_000;
/** When no bell rings and nothing falls due, look all the same. */
const LONGEST_SLEEP_MILLISECONDS = 10_000;

interface Poll {
  readonly activation: Activation;
  readonly answer: (jobs: ActivatedJob[]) => void;
}

/**
 * Long polls: requests that wait until there is a job. All that wait are served by one query, made when a commit rang the bell
 * or when a back-off or a lock runs out; however many wait, an idle engine is asked every ten seconds.
 */
@Injectable()
export class JobPolls implements OnModuleDestroy {
  /** In the order in which they came. */
  private readonly waiting = new Set<Poll>();
  private listening?: Promise<void>;
  private alarm?: NodeJS.Timeout;
  private looking = false;
  private again = false;

  constructor(
    private readonly jobs: JobActivationService,
    private readonly bell: CommitBell,
  ) {}

  /** Jobs as soon as there are some; none when it took too long or the caller has gone. */
  async next(
    activation: Activation,
    milliseconds: number,
    gone: AbortSignal,
    isWaiting: () => void,
  ): Promise<ActivatedJob[]> {
    const now = await this.jobs.activate(activation);
    if (now.length > 0 || milliseconds <= 0) return now;
    if (this.waiting.size >= MOST_WAITING)
      throw new Problem('RESOURCE_EXHAUSTED', `${MOST_WAITING} requests wait for jobs already.`);
    this.listening ??= this.bell.listen(() => this.wake());
    await this.listening;
    isWaiting();
    return new Promise((resolve) => {
      const poll: Poll = {
        activation,
        answer: (jobs) => {
          clearTimeout(patience);
          this.waiting.delete(poll);
          resolve(jobs);
        },
      };
      const patience = setTimeout(() => poll.answer([]), milliseconds);
      gone.addEventListener('abort', () => poll.answer([]), { once: true });
      this.waiting.add(poll);
      this.wake(); // a job may have come since we looked
    });
  }

  /** The program stops: nobody shall wait for it to answer. */
  onModuleDestroy(): void {
    clearTimeout(this.alarm);
    for (const poll of this.waiting) poll.answer([]);
  }

  private wake(): void {
    if (this.waiting.size === 0) return;
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    void this.look()
      .catch(() => this.sleep(LONGEST_SLEEP_MILLISECONDS)) // the database is out of reach
      .finally(() => {
        this.looking = false;
        if (!this.again) return;
        this.again = false;
        this.wake();
      });
  }

  private async look(): Promise<void> {
    for (const type of await this.jobs.available(this.types())) await this.serve(type);
    const types = this.types();
    if (types.length === 0) return;
    this.sleep(Math.min((await this.jobs.nextIn(types)) ?? Infinity, LONGEST_SLEEP_MILLISECONDS));
  }

  /** Who came first gets first, until there is nothing left. */
  private async serve(type: string): Promise<void> {
    for (const poll of [...this.waiting]) {
      if (poll.activation.type !== type || !this.waiting.has(poll)) continue;
      const jobs = await this.jobs.activate(poll.activation);
      if (jobs.length === 0) return;
      poll.answer(jobs);
    }
  }

  private types(): string[] {
    return [...new Set([...this.waiting].map(({ activation }) => activation.type))];
  }

  private sleep(milliseconds: number): void {
    clearTimeout(this.alarm);
    this.alarm = setTimeout(() => this.wake(), milliseconds);
  }
}
