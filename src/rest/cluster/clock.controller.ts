import { Body, HttpCode, Post, Put } from '@nestjs/common';
import { IsInt, Min } from 'class-validator';
import { Clock } from '../../clock.js';
import { Config } from '../../config.js';
import { Sweep } from '../../outbox/sweep.js';
import { Operation } from '../protocol/operation.js';
import { Problem } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';

class Moment {
  /** Milliseconds since 1970. */
  @IsInt() @Min(0) timestamp!: number;
}

/** Moves the clock of this program, for tests of models: only while it is open to the programs of its own machine. */
@RestController('clock')
export class ClockController {
  /** By how much it was moved. */
  private moved = 0;

  constructor(
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly sweep: Sweep,
  ) {}

  @Put()
  @HttpCode(204)
  @Operation('pinClock', 'operate')
  async set(@Body() { timestamp }: Moment): Promise<void> {
    await this.move(timestamp - this.clock.now().getTime());
  }

  @Post('reset')
  @HttpCode(204)
  @Operation('resetClock', 'operate')
  async reset(): Promise<void> {
    await this.move(-this.moved);
  }

  /** What is due by then happens before the caller is answered. */
  private async move(milliseconds: number): Promise<void> {
    if (!this.config.apiOpen) throw new Problem('FORBIDDEN', 'The clock is moved in tests only: API_OPEN is not set.');
    this.clock.advance(`${milliseconds < 0 ? '-' : ''}PT${Math.abs(milliseconds) / 1000}S`);
    this.moved += milliseconds;
    await this.sweep.run();
  }
}
