import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Sweep } from '../outbox/sweep.js';
import { linkHistory } from './history-chain.js';

/** Links new history entries with every sweep. */
@Injectable()
export class HistoryLinker {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
    sweep: Sweep,
  ) {
    sweep.add(() => this.link());
  }

  private async link(): Promise<void> {
    const { secret } = this.config;
    while ((await this.database.transaction((tx) => linkHistory(tx, secret, this.clock.now()))) > 0);
  }
}
