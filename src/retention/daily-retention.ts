import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Sweep } from '../outbox/sweep.js';
import { RetentionService } from './retention.service.js';

/** Makes the round of retention once a day, with the first sweep after midnight in the town. */
@Injectable()
export class DailyRetention {
  private readonly logger = new Logger('Retention');
  private doneFor?: string;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly retention: RetentionService,
    sweep: Sweep,
  ) {
    sweep.add(() => this.runOnceADay());
  }

  /** Two programs that begin at once take each dossier once; a round that was cut off is made again. */
  private async runOnceADay(): Promise<void> {
    const now = this.clock.now();
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' }).format(now);
    if (this.doneFor === day) return;
    const known = await this.database.query<object[]>('SELECT FROM retention_round WHERE day = $1', [day]);
    if (known.length === 0) {
      const done = await this.retention.erase(this.config.secret);
      await this.database.query(
        `INSERT INTO retention_round (day, ended_at, dossiers, process_instances, deliveries) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (day) DO UPDATE SET dossiers = retention_round.dossiers + excluded.dossiers,
           process_instances = retention_round.process_instances + excluded.process_instances,
           deliveries = retention_round.deliveries + excluded.deliveries`,
        [day, now, done.dossiers, done.processInstances, done.deliveries],
      );
      const { dossiers, files, processInstances } = done;
      if (dossiers + files + processInstances > 0)
        this.logger.warn(`Erased ${dossiers} dossiers, ${files} files and ${processInstances} process instances`);
    }
    this.doneFor = day;
  }
}
